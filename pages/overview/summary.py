"""The overview's figures in words, and its tables of who came and who fell asleep."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pyarrow as pa
import streamlit as st

from pages.shared.definition import period
from pages.shared.empty import offer_last_day
from pages.shared.figures import Figure, against_month, change_of_share, signed
from pages.shared.heads import draw_head
from pages.shared.house import View, scheme
from pages.shared.language import Markdown, _, current_language
from pages.shared.short_table import draw_short_table
from segmentation.language.i18n import (
    N_,
    format_count,
    format_day,
    format_money,
    format_money_short,
    format_month,
    format_month_name,
    format_ratio,
)
from segmentation.measures.grades.grading import statements_of
from segmentation.measures.revenue.overview import Overview, find_movements, finding_movement, same_day_before

ROWS_SHOWN, SEEN = 50, 6  # the rest is in the list of customers
DEFINITION = N_(
    "Active customers were here within the active days before the as-of day. Contribution is the sum of a customer's bills in "
    "the window, refunds deducted. A month that is not over is compared with the same days of the month before."
)


def statements() -> tuple[str, ...]:
    """Return the statements that ran for the page, as its scheme has them."""
    return (
        *statements_of(scheme()), "measures/grades/tier_summary", "measures/revenue/revenue_shares",
        "measures/revenue/monthly_revenue", "measures/revenue/movements", "measures/revenue/bridge",
    )


def overview_figures(overview: Overview, days: int) -> list[Figure]:
    """Return revenue of the month, customers, active customers, identified customers' share of it, and who fell asleep.

    In the first month of bills nobody is said to be new, nor to have become active.
    """
    lang, bridge, month = current_language(), overview.bridge, overview.month
    name, day_before = format_month_name(month.start, lang), month.start - timedelta(days=1)
    gained, lost, known = bridge.active_end - bridge.active_start, bridge.churned_contribution, overview.has_history
    return [
        _revenue(overview, name, lang),
        Figure(
            _("Customers"), format_count(overview.visited, lang),
            signed(bridge.joined, format_count(bridge.joined, lang)) if known and bridge.joined else None,
            (_("new in {month}") if bridge.joined else _("nobody new in {month}")).format(month=name) if known else "",
            _("Customers who have visited; {count} more have a profile and no visit yet.").format(
                count=format_count(overview.not_visited, lang)
            ),
        ),
        Figure(
            _("Active"), format_count(overview.active, lang), signed(gained, format_count(gained, lang)) if known else None,
            _("end of {month} {value}").format(
                month=format_month_name(day_before, lang), value=format_count(bridge.active_start, lang)
            ) if known else "",
            _("Here within the last {days} days").format(days=days),
        ),
        _identified(overview, name, lang),
        Figure(
            _("Fell asleep in {month}").format(month=name), format_count(bridge.churned, lang), None,
            _("had brought {money}").format(money=format_money_short(lost, lang)) if lost > 0 else "",
            _("Customers who were active before the month and are not any more, and what they had brought"),
        ),
    ]


def _revenue(overview: Overview, name: Markdown, lang: str) -> Figure:
    month, until = overview.month, same_day_before(overview.as_of)
    to_day = _("{month}, to day {day}")
    label = name if month.is_complete else to_day.format(month=name, day=int(overview.as_of.day))
    change, against = None, ""
    if month.change is not None:
        change = signed(month.change, format_ratio(month.change, lang))
        before = overview.compared.span(lang) if overview.compared else format_month_name(until, lang)
        if not overview.compared and not month.is_complete:
            before = to_day.format(month=before, day=int(until.day))
        against = f"{before} {format_money_short(month.previous_same_days, lang)}"
    return Figure(
        _("Revenue, {month}").format(month=label), format_money_short(month.revenue, lang), change, against,
        _("Revenue of {month}: {money}").format(month=label, money=format_money(month.revenue, lang)),
    )


def _identified(overview: Overview, name: Markdown, lang: str) -> Figure:
    share, before = overview.month_shares.identified_share, overview.identified_share_before
    figure = Figure(
        _("Identified share, {month}").format(month=name), format_ratio(share, lang),
        help=_("Revenue of {month} from bills that name a customer, of all revenue; the rest are walk-ins.").format(month=name),
    )
    change, said = change_of_share(share, before), format_ratio(before, lang)
    if overview.compared:
        return figure if change is None else replace(figure, change=change, against=f"{overview.compared.span(lang)} {said}")
    return against_month(figure, change, same_day_before(overview.as_of), said)


def draw_movement(view: View, overview: Overview, movement: str) -> None:
    """Draw the list of those who joined or fell asleep in the month below what it says and the window of their money."""
    found: pa.Table = find_movements(overview, movement)
    title = finding_movement(overview, movement, current_language())
    if not found.num_rows or (movement == "joined" and not overview.has_history):
        draw_head(title)
        return
    day = overview.month.start - timedelta(days=1) if movement == "asleep" else overview.as_of
    window = _("Contribution: {window}").format(window=period(view._replace(as_of=day)))
    draw_head(title, _("Highest contribution first"), window)
    draw_short_table(
        found.slice(0, ROWS_SHOWN), ("name", "manager", "contribution"), f"table_{movement}", total=found.num_rows, seen=SEEN,
    )


def say_month_is_empty(overview: Overview, view: View) -> None:
    """Where the month has no bill, say which day had the last one, and offer it."""
    if overview.month.bills:
        return
    lang = current_language()
    text = _("There is no bill in {month} up to {day}; the last one is dated {last}.")
    last = format_day(view.store["last_date"], lang)
    st.info(text.format(month=format_month(view.as_of, lang), day=format_day(view.as_of, lang), last=last))
    offer_last_day(view)
