"""Work under way with a stop button, and afterwards what became of each file."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from pages.shared.follow_up import say_followed
from pages.shared.language import _, _n, current_language, plain
from pages.upload.rejects import offer_rejects, show_rejects
from pages.upload.tray import Tray
from pages.upload.words import account
from segmentation.ingest.balance import say_beside, say_money
from segmentation.ingest.batches import notices
from segmentation.ingest.jobs import Outcome
from segmentation.ingest.kinds.registry import kind_of
from segmentation.ingest.rejects import list_reasons, list_rejects
from segmentation.ingest.report import say, sum_up
from segmentation.language.i18n import format_count
from segmentation.warehouse import Warehouse


@st.fragment(run_every=0.5)
def draw_progress(tray: Tray) -> None:
    """Draw how far the work is, and the button that stops it; the page runs anew when it is done."""
    job = tray.job
    if job is None or not job.running:
        st.rerun()
    several = _("File {number} of {total}: {file}").format(number=max(1, job.number), total=job.total, file=job.name)
    text = "" if job.ending else several if job.total > 1 else job.name
    st.progress(job.fraction, text=plain(" · ".join(part for part in (text, _(job.step)) if part)))
    st.button(_("Stopping …") if job.stopped else _("Stop"), key="stop", disabled=job.stopped, on_click=job.cancel)


def show_report(tray: Tray) -> None:
    """Draw what the last import did: the whole in a sentence, the way on, then each file."""
    if tray.stopped:
        landed = sum(outcome.error is None for outcome in tray.done)
        if landed:
            st.warning(_("Stopped. {count} files had been imported before; the others were not.").format(count=landed))
        else:
            st.warning(_("Stopped. Nothing was imported."))
    if not tray.done:
        return
    reports = [outcome.result for outcome in tray.done if outcome.error is None]
    fresh = [report for report in reports if not report["already_landed"]]
    with st.container(border=True, key="report"):
        if fresh:
            st.subheader(_("Imported"), anchor=False)
            st.markdown(plain(f"{sum_up(fresh, current_language())} → {fresh[0]['store']}"))
        elif reports:
            st.subheader(_("Already there: nothing was changed"), anchor=False)
        else:
            st.subheader(_("Nothing was imported"), anchor=False)
        say_followed(tray.kept)
        with st.container(horizontal=True):
            if reports and {report["kind"] for report in reports} == {"targets"}:
                if st.button(_("See the targets and set them"), key="go_targets", type="primary"):
                    st.session_state["plan_month"] = date.fromisoformat(reports[0]["first_date"]).replace(day=1)
                    st.switch_page("pages/targets/page.py")
            elif reports and st.button(_("See the grades in the overview"), key="go_overview", type="primary"):
                st.switch_page("pages/overview/page.py")
            if not tray.items:
                st.button(_("Close this report"), key="close_report", on_click=tray.clear)
        flawed = sum(report["rejected"] > 0 for report in fresh)
        for outcome in tray.done:
            _show_outcome(tray.warehouse, outcome, alone=len(tray.done) == 1, opened=flawed <= 1)


def _show_outcome(warehouse: Warehouse, outcome: Outcome, alone: bool, opened: bool) -> None:
    if outcome.error is not None:
        st.error(plain(outcome.error.text(current_language())))
        return
    report = outcome.result
    rejected = report["rejected"]
    colour, words = ("gray", _("already there: nothing changed")) if report["already_landed"] else ("green", _("imported"))
    if rejected and not report["already_landed"]:
        colour, words = "orange", _("not understood: {count}").format(count=format_count(rejected, current_language()))
    with st.expander(f"{plain(outcome.name)} :{colour}-badge[{words}]", expanded=alone or (opened and bool(rejected))):
        if report["already_landed"]:
            st.markdown(_("The very same file was imported before, as import {batch}.").format(batch=int(report["batch"])))
            return
        _show_account(report)
        if rejected:
            show_rejects(list_rejects(warehouse, report["batch"]), list_reasons(warehouse, report["batch"]))
            st.caption(_("Download these rows, mend them in Excel, and upload that file: the import is then completed."))
            offer_rejects(warehouse, report, key="download_rejects" if alone else f"download_rejects_{report['batch']}")


def _show_account(report: dict[str, Any]) -> None:
    lang = current_language()
    lines = [account(report["rows"], report["accepted"], report["rejected"], report["skipped"])]
    if taken := say(kind_of(report["kind"]).words.taken, [report], lang):
        lines.append(taken)
    if money := say_money([report], lang):
        lines.append(money)
    if beside := say_beside(report, lang):
        lines.append(beside)
    if report["replaced"]:
        text = _n("{count} earlier bill was replaced", "{count} earlier bills were replaced", report["replaced"])
        lines.append(text.format(count=format_count(report["replaced"], lang)))
    lines += [notice.text(lang) for notice in notices(report)]
    st.markdown("\n".join(f"- {plain(line)}" for line in lines))
