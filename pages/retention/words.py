"""Coming and going in figures and words: what was picked, the figures against the period before, and what is at stake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import streamlit as st

from pages.controllable.what_if import pick_keeping_cost
from pages.shared.address import asked_for, choose, show_in_address
from pages.shared.figures import Figure, change_of_ratio, signed
from pages.shared.house import View, reading_of, settings_of, warehouse
from pages.shared.language import Markdown, _, _n, current_language, day_text, plain
from segmentation.language.i18n import (
    N_,
    format_count,
    format_money,
    format_money_short,
    format_month_name,
    format_ratio,
)
from segmentation.measures.movement.lifetime import (
    ENOUGH_MONTHS,
    LESS,
    Lifetime,
    finding_lifetime,
    finding_replacement,
    read_lifetime,
    replacement_cost,
    years_text,
)
from segmentation.measures.movement.retention import (
    PERIODS,
    Retention,
    period_label,
    read_retention,
)

STATEMENTS = ("measures/movement/retention",)
PERIOD_NAMES = {"month": N_("By month"), "quarter": N_("By quarter"), "year": N_("By year")}
DEFINITIONS = (
    N_(
        "Active at the end = active at the start − fell asleep + came back + newly won; it adds up in every period. Came back "
        "and newly won are only those who are still active at the end: who came for the first time, or again, and fell asleep "
        "within the same quarter or year is in neither of them."
    ),
    N_(
        "Churn rate = active at the start and not at the end ÷ active at the start; retention rate = 1 − churn rate. Return rate "
        "= customers with at least 2 visits in the window ÷ those with at least 1. Periods that are not complete, and those in "
        "which nobody could be lost yet, are left out of averages."
    ),
    N_(
        "Expected lifetime in years = 1 ÷ annual churn, measured on a year. While the bills do not reach back so far, it is "
        "annualised from the months there are, which makes it too short: who is lost in one month and comes back in another "
        "counts as lost. So it is shown as “at least”, and from 6 months on only."
    ),
)


def pick_period() -> str:
    """Draw the picker of how long a period is and return it; it is kept and stands in the address bar."""
    asked = asked_for("period")
    if asked in PERIODS:
        st.session_state["period"] = asked
    chosen = st.session_state.setdefault("period", "month")
    st.session_state["pick_period"] = chosen
    names = {period: _(name) for period, name in PERIOD_NAMES.items()}
    st.segmented_control(
        _("Periods"), PERIODS, format_func=names.get, key="pick_period", required=True, on_change=choose, args=("period",)
    )
    show_in_address("period", chosen)
    return chosen


def retention_of(view: View, period: str) -> Retention:
    """Return the bridges of what was picked, period by period."""
    house, settings = warehouse(), settings_of(view)
    with st.spinner(_("Counting who came and who went …")):
        return reading_of(view, f"retention {period}", lambda: read_retention(house, view.store_id, view.as_of, settings, period))


def lifetime_of(view: View, day: date) -> Lifetime | None:
    """Return how long a customer stays, as of a day up to that of the page."""
    house, settings = warehouse(), settings_of(view)
    return reading_of(view, f"lifetime {day}", lambda: read_lifetime(house, view.store_id, day, settings))


def pick_one(found: Retention) -> dict[str, Any]:
    """Draw the picker of one period, the last first, and return it; it begins with the last that is complete."""
    lang, rows = current_language(), {row["start"]: row for row in reversed(found.periods.to_pylist())}
    first = (found.last_complete or next(iter(rows.values())))["start"]
    key = f"one_{found.period}_{first}"
    if st.session_state.get(key, first) not in rows:
        del st.session_state[key]
    start = st.selectbox(
        _("Period"), list(rows), list(rows).index(first), format_func=lambda start: period_label(rows[start], found.period, lang),
        key=key, persist_state="session",
    )
    return rows[start]


def retention_figures(view: View, found: Retention, row: dict[str, Any]) -> list[Figure]:
    """Return churn, retention, return rate, expected lifetime and the money lost, each against the period before.

    What was not complete yet, or could not be told, is compared with nothing; nor is a lifetime that is annualised.
    """
    lang, rows = current_language(), found.periods.to_pylist()
    before = next((each for each in rows if each["start"] < row["start"] and each["end"] >= _day_before(row)), None)
    comparable = row["complete"] and before is not None
    settled = before if comparable and before["settled"] else None
    complete = before if comparable and before["complete"] else None
    against = _("vs {period}").format(period=_short_label(before, found.period)) if before else ""
    stay, stayed = lifetime_of(view, row["end"]), lifetime_of(view, before["end"]) if complete else None
    alike = not (stay is None or stayed is None or stay.annualised or stayed.annualised)
    lost = row["churned_contribution"]
    figures = [
        Figure(
            _("Churn rate"), format_ratio(row["churn_rate"], lang), change_of_ratio(row, settled, "churn_rate"), against,
            _("{lost} of {active} customers active at the start are not active at the end any more").format(
                lost=format_count(row["churned"], lang), active=format_count(row["active_start"], lang)
            ), less_is_better=True,
        ),
        Figure(
            _("Retention rate"), format_ratio(row["retention"], lang), change_of_ratio(row, settled, "retention"), against,
            _("1 − churn rate"),
        ),
        Figure(
            _("Return rate"), format_ratio(row["return_rate"], lang), change_of_ratio(row, complete, "return_rate"), against,
            _("{twice} of {once} customers seen in the window came at least twice").format(
                twice=format_count(row["returning_customers"], lang), once=format_count(row["window_customers"], lang)
            ),
        ),
        Figure(
            _("Expected lifetime"), _stay_text(stay),
            _change(stay.years, stayed.years, lambda gap: f"{gap:.1f}") if alike else None,
            against if alike else _measured_on(stay), _("1 ÷ annual churn, as of the end of the period"),
        ),
        Figure(
            _("Contribution lost"), format_money_short(lost, lang),
            _change(lost, settled and settled["churned_contribution"], lambda gap: format_money_short(gap, lang)), against,
            _("What those who fell asleep had brought in the window before the period: {money}").format(
                money=format_money(lost, lang)
            ), less_is_better=True,
        ),
    ]
    return [figure if figure.change or figure.against != against else _alone(figure) for figure in figures]


def draw_less_churn(view: View, row: dict[str, Any]) -> None:
    """Say how long a customer stays, and what five points less churn a year would add."""
    lang, found = current_language(), lifetime_of(view, row["end"])
    points = format_count(LESS * 100, lang)
    heading = _("What {points} points less churn would add").format(points=points)
    st.markdown(f"**{heading}**")
    if found is None:
        st.markdown(_(
            "It cannot be told yet: the bills must reach back from a complete month as far as a customer stays active."
        ))
        return
    days = {"first": day_text(found.start), "last": day_text(found.end)}
    if not found.is_enough:
        text = _n(
            "It cannot be told yet from {months} complete month, {first} to {last}: it takes {enough}, and a year to measure it.",
            "It cannot be told yet from {months} complete months, {first} to {last}: it takes {enough}, and a year to measure "
            "it.",
            found.months,
        )
        st.markdown(plain(text.format(months=found.months, enough=ENOUGH_MONTHS, **days)))
        return
    st.markdown(plain(finding_lifetime(found, lang)))
    if found.annualised:
        text = _(
            "Rough: annualised from {months} complete months, {first} to {last}. Leavers who come back later count as lost, so "
            "the lifetime is rather longer. A year and the active days before it make it a measured one."
        )
        text = text.format(months=found.months, **days)
    else:
        text = _("Measured on one year, {first} to {last}; contribution of the 365 days before.").format(**days)
    st.caption(plain(text))


def draw_replacement(row: dict[str, Any]) -> None:
    """Say what replacing the lost customers of the period costs by the rule of thumb, named as one with its source."""
    lang, lost = current_language(), row["churned"]
    st.markdown(f"**{_('What replacing the lost would cost')}**")
    if not lost:
        st.markdown(_("Nobody was lost in this period."))
        return
    found = replacement_cost(lost, pick_keeping_cost())
    st.markdown(plain(finding_replacement(found, lang)))
    st.caption(plain(_("Rule of thumb: {rule} ({source})").format(rule=found.rule.text[lang], source=found.rule.source[lang])))


def _short_label(row: dict[str, Any], period: str) -> str:
    """Return the period as short as it can be told apart from the one after it: Sep, Q3, 2025."""
    lang = current_language()
    if period == "month":
        return format_month_name(row["start"], lang)
    if period == "quarter":
        return _("Q{quarter}").format(quarter=(row["start"].month + 2) // 3)
    return period_label(row, period, lang, marked=False)


def _day_before(row: dict[str, Any]) -> date:
    return date.fromordinal(row["start"].toordinal() - 1)


def _stay_text(found: Lifetime | None) -> str:
    lang = current_language()
    if found is None or not found.is_enough:
        return "–"
    years = years_text(found.years, lang)
    return _("≥ {years}").format(years=years) if found.annualised and found.years else years


def _measured_on(found: Lifetime | None) -> str:
    """Return in a few words what a lifetime is made of."""
    if found is None:
        return _("cannot be told yet")
    if not found.annualised:
        return _("measured on a year")
    months = int(found.months)
    text = _("rough, {months} months") if found.is_enough else _n("only {months} month", "only {months} months", months)
    return text.format(months=months)


def _change(now: float | Decimal | None, before: float | Decimal | None, write: Callable[[Any], Markdown]) -> Markdown | None:
    if now is None or before is None:
        return None
    gap = now - before if isinstance(now, Decimal) else round(now - before, 1) + 0.0
    return signed(gap, write(gap))


def _alone(figure: Figure) -> Figure:
    return replace(figure, change=None, against="")
