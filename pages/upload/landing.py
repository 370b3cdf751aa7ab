"""What lands with the answers as they are: a sum that adds up, and the button that imports it."""

from __future__ import annotations

from decimal import Decimal
from html import escape
from typing import Any

import streamlit as st

from pages.shared.charts import draw_told, theme
from pages.shared.language import _, current_language
from pages.upload.item import Item
from pages.upload.tray import Tray
from pages.upload.words import account
from segmentation.charts.revenue.brought_months import describe_brought_months
from segmentation.ingest.balance import add_money, say_beside, say_money, say_rest_beside
from segmentation.ingest.batches import notices
from segmentation.ingest.examine import find_store
from segmentation.ingest.kinds.registry import KINDS
from segmentation.ingest.meaning import SALE, TOP_UP
from segmentation.ingest.questions import REPLACED
from segmentation.ingest.report import say
from segmentation.language.i18n import count_bills, format_count, format_money
from segmentation.measures.revenue.brought_months import read_brought_months
from segmentation.settings.clock import today

STYLE = """<style>
[data-testid=stColumn]:has(.st-key-landing) { position: sticky; top: 4.25rem; align-self: flex-start }
/* on a phone, which has one column: the questions, the sum that follows from them, then what needs no look */
@media (max-width: 640px) {
  [data-testid=stHorizontalBlock]:has(> [data-testid=stColumn] .st-key-landing) > [data-testid=stColumn]:first-child,
  [data-testid=stHorizontalBlock]:has(> [data-testid=stColumn] .st-key-landing) > [data-testid=stColumn]:first-child
    > [data-testid=stVerticalBlock] { display: contents }
  [data-testid=stColumn]:has(.st-key-landing) { position: static; order: 1 }
  [class*=st-key-matched_], [class*=st-key-tabs_], .st-key-add_files,
  :has(> [class*=st-key-matched_], > [class*=st-key-tabs_], > .st-key-add_files) { order: 2 }
}
.st-key-verdict { margin-top: -8px }
[class*=st-key-question_] [data-testid=stCaptionContainer] p { font-size: 13px; line-height: 19px }
[class*=st-key-marks_] [data-testid=stHorizontalBlock] { flex-wrap: nowrap }
[class*=st-key-marks_] [data-testid=stColumn] { min-width: 0 }
.sum { font-size: 14px; line-height: 24px }
.sum div { display: flex; justify-content: space-between; gap: 12px }
.sum span:last-child { font-variant-numeric: tabular-nums; white-space: nowrap }
.sum .whole { border-top: 1px solid; font-weight: 600; font-size: 16px; margin-top: 3px; padding-top: 3px }
.sum p, .sum details { font-size: 13px; line-height: 19px; margin: 6px 0 0; color: MUTED }
</style>"""
MOST_BESIDE = 6  # other columns of money that are said at once
MUTED = {"light": "#5B6673", "dark": "#9AA6B2"}


def show_landing(tray: Tray, store: str, coming: list[Item], reports: list[dict[str, Any]], fitting: list[Item]) -> None:
    """Draw the sum of what the ``coming`` files bring, as they are reported, and what goes for it.

    Below stand the buttons that import it (once the files are ``fitting``) and that let go of it.
    """
    st.html(STYLE.replace("MUTED", MUTED[theme()]))
    with st.container(border=True, key="landing", gap="small"):
        st.markdown(f"**{_('With these answers comes in')}**")
        if reports:
            st.html('<div class="sum">' + "".join([*_lines(reports), *_what_goes(coming)]) + "</div>")
        elif fitting:
            st.caption(_("There is nothing new to import"))
        else:
            st.caption(_("Nothing can be imported yet"))
        confirm, discard = st.columns([2, 1], gap="small")
        confirm.button(
            _label(tray, reports, fitting), key="confirm_import", type="primary", width="stretch",
            disabled=not (fitting and store), on_click=tray.confirm,
        )
        discard.button(_("Discard"), key="discard", width="stretch", on_click=tray.clear)
        st.caption(_("An import can be taken back as a whole. Change an answer, and the sum follows."))
    _show_months(tray, store, coming)


def _show_months(tray: Tray, store: str, coming: list[Item]) -> None:
    """Draw the months that come in beside the two before: a hall that is missing, or there twice, is seen at once."""
    sure, waiting = ([item.days for item in coming if item.days and item.waits is waits] for waits in (False, True))
    months = read_brought_months(tray.warehouse, find_store(tray.warehouse, store) if store else None, sure, waiting, today())
    if months is not None:
        draw_told(describe_brought_months(months, current_language()), "months_brought", height=220, size=13)


def _label(tray: Tray, reports: list[dict[str, Any]], fitting: list[Item]) -> str:
    lang = current_language()
    if 0 < len(fitting) < len(tray.items):
        return _("Import the {count} ready files").format(count=len(fitting))
    bills = sum(report["bills"] for report in reports)
    if not bills:
        return _("Import")
    is_all = all(report["bills"] for report in reports)
    return (_("Import {bills}") if is_all else _("Import {bills} and the rest")).format(bills=count_bills(bills, lang))


def _lines(reports: list[dict[str, Any]]) -> list[str]:
    """The money that counts and where it comes from, each file of another kind in a line, then where all rows and money went."""
    lang = current_language()
    lines = []
    bills = [report for report in reports if "walk_in_bills" in KINDS[report["kind"]].counts]
    if bills:
        whole, money = sum((Decimal(report["amount"]) for report in bills), Decimal(0)), add_money(bills)
        sale = money.get(SALE, Decimal(0))
        lines.append(_line(_("Sales"), format_money(sale, lang)))
        if back := whole - sale:
            lines.append(_line(_("Refunds taken off") if back < 0 else _("Refunds and corrections"), format_money(back, lang)))
        counted = _("{bills} in all").format(bills=count_bills(sum(report["bills"] for report in bills), lang))
        lines.append(_line(counted, format_money(whole, lang), "whole"))
        if TOP_UP in money:
            lines.append(_line(_("Beside it: top-ups, kept as stored value"), format_money(money[TOP_UP], lang)))
        lines.append(_note(say_money(bills, lang)))
        lines += [_beside(report, lang) for report in bills]
    for kind in KINDS.values():
        own = [report for report in reports if report["kind"] == kind.key]
        if own and kind.key != "bills" and kind.words.together:
            lines.append(_line(say(kind.words.together, own, lang), ""))
    skipped: dict[str, int] = {}
    for report in reports:
        for reason, count in report["skipped"].items():
            skipped[reason] = skipped.get(reason, 0) + count
    rows = {name: sum(report[name] for report in reports) for name in ("rows", "accepted", "rejected")}
    lines.append(_note(account(rows["rows"], rows["accepted"], rows["rejected"], skipped)))
    if replaced := sum(report["replaced"] for report in reports):
        text = _("{count} bills are there already under the same number; this file's version replaces them.")
        lines.append(_note(text.format(count=format_count(replaced, lang))))
    told = [notice for report in reports for notice in notices(report) if notice.code == REPLACED]
    lines += [_note(notice.text(lang)) for notice in told]
    return lines


def _what_goes(coming: list[Item]) -> list[str]:
    """What of the store's own bills the answers take out: on days that are replaced, and where a corrected list lacks them."""
    lang = current_language()
    texts = []
    for item in coming:
        found = item.found
        if found.overlap and not found.overlap.of_top_ups and found.choices.on_overlap == "replace":
            bills, amount = int(found.overlap.bills_there), found.overlap.amount_there
            texts.append(_("Replaced: {bills} that the store had, {amount}").format(
                bills=count_bills(bills, lang), amount=format_money(amount, lang)
            ))
        if found.missing and found.choices.missing_bills == "remove" and found.missing.top_ups:
            texts.append(_("Taken out: {count} top-ups, {amount}").format(
                count=format_count(found.missing.top_ups, lang), amount=format_money(found.missing.top_up_amount, lang)
            ))
        if found.missing and found.choices.missing_bills == "remove" and found.missing.bills:
            texts.append(_("Taken out: {bills}, {amount}").format(
                bills=count_bills(found.missing.bills, lang), amount=format_money(found.missing.amount, lang)
            ))
    return [_note(text) for text in texts]


def _line(label: str, amount: str, style: str = "") -> str:
    return f'<div class="{style}"><span>{escape(label)}</span><span>{escape(amount)}</span></div>'


def _beside(report: dict[str, Any], lang: str) -> str:
    more, rest = say_rest_beside(report, lang, MOST_BESIDE)
    opened = f"<details><summary>{escape(more)}</summary>{escape(rest)}</details>" if more else ""
    return _note(say_beside(report, lang, MOST_BESIDE)) + opened


def _note(text: str) -> str:
    return f"<p>{escape(text)}</p>" if text else ""
