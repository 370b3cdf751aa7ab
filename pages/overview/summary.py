"""The overview's figures in words, and its tables of who came and who fell asleep."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.shared.empty import offer_last_day
from pages.shared.figures import Figure, against_month, change_of_share, signed
from pages.shared.house import View, scheme
from pages.shared.language import Markdown, _, current_language
from pages.shared.tables import draw_table
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
from segmentation.measures.revenue.overview import Overview, find_movements, same_day_before

ROWS_SHOWN = 50  # the rest is in the list of customers
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
    """Return customers, active customers, revenue of the month, identified customers' share of it, and who fell asleep."""
    lang, bridge, month = current_language(), overview.bridge, overview.month
    name = format_month(month.start, lang)
    gained = bridge.active_end - bridge.active_start
    return [
        Figure(
            _("Customers"), format_count(overview.visited, lang), signed(bridge.joined, format_count(bridge.joined, lang)),
            _("new in {month}").format(month=name),
            _("Customers who have visited; {count} more have a profile and no visit yet.").format(
                count=format_count(overview.not_visited, lang)
            ),
        ),
        Figure(
            _("Active"), format_count(overview.active, lang), signed(gained, format_count(gained, lang)),
            _("in {month}").format(month=name), _("Here within the last {days} days").format(days=days),
        ),
        _revenue(overview, name, lang),
        _identified(overview, name, lang),
        Figure(
            _("Fell asleep"), format_count(bridge.churned, lang),
            "-" + format_money_short(bridge.churned_contribution, lang) if bridge.churned_contribution > 0 else None,
            _("in {month}").format(month=name),
            _("Customers who were active before the month and are not any more, and what they had brought"),
        ),
    ]


def _revenue(overview: Overview, name: Markdown, lang: str) -> Figure:
    month, until = overview.month, same_day_before(overview.as_of)
    label = name if month.is_complete else _("{month}, to day {day}").format(month=name, day=int(overview.as_of.day))
    change, against = None, ""
    if month.change is not None:
        change = signed(month.change, format_ratio(month.change, lang))
        text = _("vs {month}") if month.is_complete else _("vs {month}, to day {day}")
        against = text.format(month=format_month_name(until, lang), day=int(until.day))
    return Figure(
        _("Revenue"), format_money_short(month.revenue, lang), change, against,
        _("Revenue of {month}: {money}").format(month=label, money=format_money(month.revenue, lang)),
    )


def _identified(overview: Overview, name: Markdown, lang: str) -> Figure:
    share, before = overview.month_shares.identified_share, overview.identified_share_before
    figure = Figure(
        _("Identified share"), format_ratio(share, lang),
        help=_("Revenue of {month} from bills that name a customer, of all revenue; the rest are walk-ins.").format(month=name),
    )
    return against_month(figure, change_of_share(share, before), same_day_before(overview.as_of))


def draw_movement(overview: Overview, movement: str, title: Markdown, nobody: Markdown) -> None:
    """Draw the table of those who joined or fell asleep in the month, or say that there is nobody."""
    found: pa.Table = find_movements(overview, movement)
    st.markdown(f"**{title}** · {format_count(found.num_rows, current_language())}")
    if not found.num_rows:
        st.caption(nobody)
        return
    draw_table(
        found.slice(0, ROWS_SHOWN), ("name", "manager", "contribution"), f"table_{movement}", rows=6,
        total=found.num_rows,
    )


def say_month_is_empty(overview: Overview, view: View) -> None:
    """Where the month has no bill, say which day had the last one, and offer it."""
    if overview.month.bills:
        return
    lang = current_language()
    text = _("There is no bill in {month} up to {day}; the last one is of {last}.")
    last = format_day(view.store["last_date"], lang)
    st.info(text.format(month=format_month(view.as_of, lang), day=format_day(view.as_of, lang), last=last))
    offer_last_day(view)
