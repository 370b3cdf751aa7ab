"""The manual's own table: rows A to D and their sum, each figure with what it was beside it, broken limits marked."""

from __future__ import annotations

import html
from collections.abc import Callable
from fractions import Fraction

import streamlit as st

from pages.shared.house import scheme
from pages.shared.language import _, current_language
from pages.shared.phone import tier_chip
from pages.targets.look import Look
from segmentation.language.text import writable
from segmentation.measures.managers.plan import EVERYBODY, LAST_YEAR, Figures, Row
from segmentation.measures.managers.plan_words import LIMITS, money_text, number_text, ratio_text, short_money, was

STYLE = """<style>
.plan table { border: 1px solid var(--hairline); border-collapse: separate; border-radius: 8px; border-spacing: 0; width: 100%;
  font-variant-numeric: tabular-nums; overflow: hidden }
.plan th { background: var(--panel); font-size: 14px; font-weight: 600; padding: 7px 11px; text-align: right }
.plan th:first-child, .plan td:first-child { text-align: left }
.plan th small, .plan td small { color: var(--muted); font-size: 12px; font-weight: 400 }
.plan td { border-top: 1px solid var(--hairline); padding: 5px 11px; text-align: right; vertical-align: middle }
.plan td b { font-size: 18px; font-weight: 600; line-height: 24px; white-space: nowrap }
.plan td small { display: block; line-height: 16px }
.plan td .tier { border: 2px solid; border-radius: 12px; font-size: 13px; padding: 0 8px; white-space: nowrap }
.plan td:first-child small { display: inline; margin-left: 6px }
.plan .over { background: #C8372D1A; box-shadow: inset 0 0 0 2px var(--broken) }
.plan .over b::before { color: var(--broken); content: attr(data-mark); font-size: 15px; margin-right: 4px }
.plan tr.sum td { background: var(--panel) }
.st-key-broken_box { border-color: var(--broken) !important }
.st-key-broken_box > :first-child strong { color: var(--broken) }
.st-key-growths [data-testid=stHorizontalBlock] { gap: 6px }
.st-key-growths input { padding: 2px 8px; text-align: right }
.st-key-growths [data-testid=stNumberInputContainer] { height: 30px; min-height: 30px }
.st-key-growths, .st-key-broken_box, .st-key-development, .st-key-no_broken_box { gap: 4px !important; padding: 10px 14px }
.st-key-broken_box p, .st-key-development p { font-size: 14px; line-height: 20px }
.st-key-growths [data-testid=stCaptionContainer] p { font-size: 12.5px; line-height: 16px }
[class*=st-key-house_target_] [data-testid=stTextInputRootElement]:has(input:not(:placeholder-shown))::before {
  align-self: center; color: var(--muted); content: var(--house-target); font-size: 12px; padding-left: 8px;
  white-space: nowrap }
.plan td small span { white-space: nowrap }
@media (max-width: 640px) {
  .plan table, .plan tbody { display: block } .plan thead { display: none }
  .plan tr { display: grid; grid-template-columns: 1fr 1fr }
  .plan td { border: 0; padding: 4px 10px; text-align: left }
  .plan td:first-child { border-top: 1px solid var(--hairline); grid-column: 1 / 3; padding-top: 10px }
  .plan td::before { color: var(--muted); content: attr(data-label); display: block; font-size: 12px }
  .plan td:first-child::before { content: none }
  .st-key-growths [data-testid=stHorizontalBlock] { flex-flow: row nowrap }
  .st-key-growths [data-testid=stColumn] { flex: 1 1 0; min-width: 0 }
}
</style>"""
Cell = tuple[str, str, str]  # what is planned, what was (as HTML), and the mark of a limit that is broken

Write = Callable[[Fraction | None], str]


def draw_plan(look: Look) -> None:
    """Draw the plan of the manager who is picked, or of all, by grade and in total."""
    red = st.get_option(f"theme.{st.context.theme.type or 'light'}.redTextColor")
    heads = [
        (_("Grade"), ""), (_("Customers"), ""), (_("Frequency"), _("a month")), (_("Tables"), ""), (_("Standard"), ""),
        (_("Revenue"), ""), (_("Share of target"), ""),
    ]
    top = "".join(f"<th>{html.escape(head)} <small>{html.escape(note)}</small></th>" for head, note in heads)
    body = "".join(_tier_row(look, tier, [head for head, _note in heads]) for tier in look.proposal.tiers)
    whole = look.plan.total(look.plan.of(look.manager))
    cells = _cells(look, whole, None, {})
    total = _line([f"<b>{html.escape(_('In total'))}</b>"], cells, [head for head, _note in heads], "sum")
    st.html(f"<style>:root {{ --broken: {red}; --house-target: '{_('House target')}' }}</style>")
    st.html(f'<div class="plan"><table><thead><tr>{top}</tr></thead><tbody>{body}{total}</tbody></table></div>')


def _tier_row(look: Look, tier: str, heads: list[str]) -> str:
    lang = current_language()
    rows = [row for row in look.plan.of(look.manager) if row.tier == tier]
    meaning = _("to be woken") if tier == look.proposal.tiers[-1] else scheme().tier(tier).meaning[lang]
    first = f"{tier_chip(tier, lang)}<small>{html.escape(writable(meaning))}</small>"
    marks = {} if look.manager == EVERYBODY else _marks(rows)
    figures = look.plan.total(rows)
    if len(rows) == 1:  # what D would bring is known before anybody is to be woken
        return _line([first], _cells(look, figures, tier, marks, rows[0]), heads)
    return _line([first], _cells(look, figures, tier, marks), heads)


def _marks(rows: list[Row]) -> dict[str, str]:
    return {each.limit.rpartition("_")[0]: LIMITS[each.limit] for row in rows for each in row.broken}


def _line(first: list[str], cells: list[Cell], heads: list[str], name: str = "") -> str:
    said = f"<td>{first[0]}</td>"
    for head, (value, before, mark) in zip(heads[1:], cells, strict=True):
        over = ' class="over"' if mark else ""
        said += (
            f'<td{over} data-label="{html.escape(head)}"><b data-mark="{mark}">{html.escape(value)}</b>'
            f"<small>{before}</small></td>"
        )
    return f'<tr class="{name}">{said}</tr>'


def _cells(look: Look, planned: Figures, tier: str | None, marks: dict[str, str], row: Row | None = None) -> list[Cell]:
    lang, proposal = current_language(), look.proposal
    year = was(proposal, True, look.manager, tier) if proposal.last_year else None
    recent = was(proposal, False, look.manager, tier) if proposal.recent_months else None

    def cell(name: str, value: Fraction | None, write: Write, briefly: Write | None = None) -> Cell:
        said, brief = [], briefly or write
        if year is not None:
            said.append(_("last year {value}").format(value=brief(getattr(year, name))))
        if recent is not None:
            text = _("{months} mo. {value}")
            said.append(text.format(months=proposal.recent_months, value=brief(getattr(recent, name))))
        return write(value), " · ".join(f"<span>{html.escape(each)}</span>" for each in said), marks.get(name, "")

    def count(value: Fraction | None) -> str:
        return number_text(value, 0)

    def money(value: Fraction | None) -> str:
        return money_text(value, lang)

    cells = [
        cell("customers", planned.customers, count),
        cell("frequency", row.frequency if row else planned.frequency, number_text),
        cell("bookings", planned.bookings, lambda value: number_text(value, 0)),
        cell("standard", row.standard if row else planned.standard, money),
        cell("revenue", planned.revenue, money, lambda value: short_money(value, lang)),
    ]
    compared = year if proposal.compared == LAST_YEAR else recent if proposal.compared else None
    text = _("last year {value}") if proposal.compared == LAST_YEAR else _("{months} mo. {value}")
    before = ratio_text(compared.share, lang) if compared is not None else ""
    said = html.escape(text.format(value=before, months=proposal.recent_months)) if before else ""
    return [*cells, (ratio_text(planned.share, lang), said, marks.get("share", ""))]
