"""What was read and what is open, the most important first, beside what lands and the button that imports it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared.language import _, _n, current_language, plain
from pages.upload.ask import ask, choose_meanings, show_meanings
from pages.upload.choose import choose_files
from pages.upload.closed import warn_of_closed
from pages.upload.columns import show_columns, show_reading
from pages.upload.item import Item
from pages.upload.landing import show_landing
from pages.upload.rejects import show_rejects
from pages.upload.tray import Tray
from pages.upload.words import account
from segmentation.ingest.meaning import SALE
from segmentation.ingest.questions import REPLACED
from segmentation.ingest.report import make_report, sum_up
from segmentation.language.i18n import N_, format_count, format_money_short, format_month, listed

DONE = ("ready", "already", "joined", "out")  # needs no further answer
WIDTHS = {4: [1, 1, 1.1, 1.6]}  # of four figures side by side; the last is one of days
BADGES = {
    "ready": ("green", N_("ready")),
    "already": ("gray", N_("imported before")),
    "joined": ("gray", N_("joined with its orders")),
    "out": ("gray", N_("left out")),
    "open": ("orange", N_("a question is open")),
    "unread": ("orange", N_("to be read again")),
    "empty": ("red", N_("no usable row")),
    "refused": ("red", N_("cannot be read")),
}


def check_files(tray: Tray, store: str) -> None:
    """Draw the verdict, then the questions of each file, open ones first, beside what lands with the answers."""
    fitting = [item for item in tray.items if item.state in DONE and item.state != "out"]
    coming = [item for item in fitting if item.state == "ready"]
    if not fitting:  # what the answers so far would bring
        coming = [item for item in tray.items if item.state == "open" and item.found is not None and not item.found.open_orders]
    reports = [make_report(item.found, replaced=item.found.replaces) for item in coming]
    with st.container(key="verdict", gap="xsmall"):
        st.subheader(plain(_judge(tray.items, reports, bool(store))), anchor=False)
        if fitting or reports:
            said = sum_up(reports or [make_report(item.found) for item in fitting], current_language())
            names = tray.items[0].label if len(tray.items) == 1 else _("{count} files").format(count=len(tray.items))
            st.caption(plain(" · ".join(part for part in (names, said) if part) + (f" → {store}" if store else "")))
    left, right = st.columns([1.62, 1], gap="medium")
    with right:
        show_landing(tray, store, coming, reports, fitting)
    with left:
        _show_files(tray, store)


def _show_files(tray: Tray, store: str) -> None:
    """Draw each file, open ones first; where there is but one, without folding it away."""
    number = 1
    for item in sorted(tray.items, key=lambda item: item.state in DONE):
        if len(tray.items) == 1:
            _show_file(tray, store, item, number)
            continue
        colour, words = BADGES[item.state]
        asked = len(item.left)
        note = f" :orange-badge[{plain(_('questions: {count}').format(count=asked))}]" if asked else ""
        label = f"{plain(item.label)} :{colour}-badge[{_(words)}]{note}"
        with st.expander(label, expanded=item.state not in DONE or bool(item.questions), key=f"file_{item.number}"):
            number = _show_file(tray, store, item, number)
    with st.expander(_("Add more files"), key="add_files"):
        choose_files(tray)


def _judge(items: list[Item], reports: list[dict[str, Any]], named: bool) -> str:
    """Say first whether all is well, and what is to be done."""
    lang = current_language()
    states = [item.state for item in items]
    asked = [question for item in items if item.state not in ("refused", "empty", "already") for question in item.left]
    ready = sum(state in DONE for state in states)
    refused = sum(state in ("refused", "empty") for state in states)
    if refused == len(states):
        return _("This file cannot be imported as it is") if refused == 1 else _("These files cannot be imported as they are")
    if asked:
        worth = sum((abs(question.money) for question in asked if question.money is not None), Decimal(0))
        text = _n("{count} question is left about {what}", "{count} questions are left about {what}", len(asked))
        files = items[0].label if len(items) == 1 else _n("{count} file", "{count} files", len(items)).format(count=len(items))
        text = text.format(count=format_count(len(asked), lang), what=_months(reports) or files)
        if worth:
            text = _("{question}, {money} hang on it").format(question=text, money=format_money_short(worth, lang))
        return text + (_("; {count} cannot be imported").format(count=refused) if refused else "")
    if ready == len(states):
        if not named:
            return _("Nearly done: name the store above")
        if all(state == "out" for state in states):
            return _("Left out: nothing of it is imported")
        if all(state == "already" for state in states):
            return _("Imported before: there is nothing new to import")
        changed = any(item.changed or any(not question.field for question in item.questions) for item in items)
        return _("Ready to import; please look at this first") if changed else _("Everything fits. Import it?")
    if len(states) == 1:
        return _("One answer is needed before the import")
    parts = {
        _("{count} are ready"): ready,
        _("{count} need an answer"): len(states) - ready - refused,
        _("{count} cannot be imported as they are"): refused,
    }
    said = listed((text.format(count=count) for text, count in parts.items() if count), lang)
    return _("{files} files: {parts}").format(files=len(states), parts=said)


def _months(reports: list[dict[str, Any]]) -> str:
    """The month of the bills that are ready, or the first and the last of several; "" where there are none."""
    lang = current_language()
    ends = [date.fromisoformat(report[name]) for report in reports for name in ("first_date", "last_date") if report["bills"]]
    if not ends:
        return ""
    first, last = (format_month(day, lang) for day in (min(ends), max(ends)))
    return _("the bills of {months}").format(months=first if first == last else f"{first} – {last}")


def _show_file(tray: Tray, store: str, item: Item, number: int) -> int:
    """Draw what is wrong with a file and what it leaves to a person, counted from ``number``; return the number of the next."""
    lang = current_language()
    if item.state == "joined":
        st.caption(plain(_("Its rows come in with {file}.").format(file=item.joined_to.label)))
        return number
    if item.changed is not None:
        st.warning(plain(item.changed.text(lang)))
    asked = {question.code for question in item.questions}
    if item.error is not None and not item.stale and item.error.code not in asked:
        (st.warning if item.state == "open" else st.error)(plain(item.error.text(lang)))
    elif item.state == "empty":
        st.error(_("No row of this file could be used. Check the sheet, the columns and which status means paid."))
    elif item.state == "already":
        note = _("The very same file was imported before, as import {batch}. Importing it again changes nothing.")
        st.info(note.format(batch=int(item.found.already)))
    warn_of_closed(item)
    if item.state == "unread" or (item.error is not None and item.error.code == "cancelled"):
        again = _("Read the file with these choices") if item.look else _("Read the file again")
        if st.button(again, key=f"read_{item.number}", type="primary"):
            tray.read(store, [item])
            st.rerun()
    if item.state not in ("already", "refused"):
        number = ask(tray, item, number)
    show_meanings(tray, item)
    if item.found is not None and not item.found.open_orders:
        _show_matched(tray, item)
    _show_details(tray, item)
    return number


def _show_matched(tray: Tray, item: Item) -> None:
    """What needs no look, in one folded line: how much was understood; inside, the figures and what was told."""
    lang, found = current_language(), item.found
    label = _("The rest fits: {known} of {columns} columns known, {rows} rows taken, {skipped} left out, "
              "{rejected} not understood")
    skipped = sum(found.skipped.values())
    known = {*found.mapping.values(), *found.criteria.values(), *(mark.place for mark in found.mark_columns)}
    label = label.format(
        known=len(known), columns=len(found.names), rows=format_count(found.accepted, lang),
        skipped=format_count(skipped, lang), rejected=format_count(found.rejected, lang),
    )
    with st.expander(label, key=f"matched_{item.number}"):
        if all(mark.meaning == SALE for mark in found.marks) and not any(each.field == "meanings" for each in item.questions):
            choose_meanings(tray, item)
        figures = found.spec.words.figures(found, lang)
        for cell, figure in zip(st.columns(WIDTHS.get(len(figures), len(figures) or 1)), figures, strict=False):
            note = plain(figure.note) if figure.note else None
            cell.metric(plain(figure.label), plain(figure.value), delta=note, delta_color="off", delta_arrow="off")
        said = {REPLACED, *(question.code for question in item.questions)}  # what is replaced stands beside the sum
        if "missing_bills" in said:  # what the answer does stands beside the sum
            said |= {"bills_taken_out", "bills_kept"}
        lines = [account(found.lines, found.accepted, found.rejected, found.skipped)]
        lines += [notice.text(lang) for notice in found.notices if notice.code not in said]
        st.markdown("\n".join(f"- {plain(line)}" for line in lines))


def _show_details(tray: Tray, item: Item) -> None:
    if item.look is None:
        if len(tray.items) > 1:
            st.button(_("Leave this file out"), key=f"remove_{item.number}", on_click=tray.remove, args=(item,))
        return
    names = [_("Columns"), _("How the file was read")]
    if item.rejects:
        names.append(_("Not understood ({count})").format(count=format_count(item.found.rejected, current_language())))
    tabs = st.tabs(names, key=f"tabs_{item.number}")
    with tabs[0]:
        show_columns(tray, item)
    with tabs[1]:
        show_reading(tray, item)
        if len(tray.items) > 1:
            st.button(_("Leave this file out"), key=f"remove_{item.number}", on_click=tray.remove, args=(item,))
    if item.rejects:
        with tabs[2]:
            show_rejects(item.rejects, item.reasons)
            st.caption(_("After the import they can be downloaded, mended and uploaded again."))

