"""The figures of a period of coming and going, each against the period before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from pages.retention.picks import lifetime_of
from pages.shared.figures import Figure, change_of_ratio, signed
from pages.shared.house import View
from pages.shared.language import Markdown, _, _n, current_language
from segmentation.language.i18n import (
    format_count,
    format_money,
    format_money_short,
    format_month_name,
    format_ratio,
)
from segmentation.measures.movement.lifetime import Lifetime, years_text
from segmentation.measures.movement.retention import Retention, period_label


def retention_figures(view: View, found: Retention, row: dict[str, Any]) -> list[Figure]:
    """Return churn, retention, return rate, expected lifetime and the money lost, each against the period before.

    What was not complete yet, or could not be told, is compared with nothing; nor is a lifetime that is annualised.
    """
    lang, rows = current_language(), found.periods.to_pylist()
    before = next((each for each in rows if each["start"] < row["start"] and each["end"] >= _day_before(row)), None)
    comparable = row["complete"] and before is not None
    settled = before if comparable and before["settled"] else None
    complete = before if comparable and before["complete"] else None
    name = _short_label(before, found.period) if before else ""
    stay, stayed = lifetime_of(view, row["end"]), lifetime_of(view, before["end"]) if complete else None
    alike = not (stay is None or stayed is None or stay.annualised or stayed.annualised)
    lost = row["churned_contribution"]
    return [
        Figure(
            _("Churn rate"), format_ratio(row["churn_rate"], lang), change_of_ratio(row, settled, "churn_rate"),
            f"{name} {format_ratio(settled['churn_rate'], lang)}" if settled else "",
            _("{lost} of {active} customers active at the start are not active at the end any more").format(
                lost=format_count(row["churned"], lang), active=format_count(row["active_start"], lang)
            ), less_is_better=True,
        ),
        Figure(
            _("Retention rate"), format_ratio(row["retention"], lang), change_of_ratio(row, settled, "retention"),
            f"{name} {format_ratio(settled['retention'], lang)}" if settled else "",
            _("1 − churn rate"),
        ),
        Figure(
            _("Return rate"), format_ratio(row["return_rate"], lang), change_of_ratio(row, complete, "return_rate"),
            f"{name} {format_ratio(complete['return_rate'], lang)}" if complete else "",
            _("{twice} of {once} customers seen in the window came at least twice").format(
                twice=format_count(row["returning_customers"], lang), once=format_count(row["window_customers"], lang)
            ),
        ),
        Figure(
            _("Expected lifetime"), _stay_text(stay),
            _change(stay.years, stayed.years, lambda gap: f"{gap:.1f}") if alike else None,
            f"{name} {_stay_text(stayed)}" if alike else _measured_on(stay), _("1 ÷ annual churn, as of the end of the period"),
        ),
        Figure(
            _("Contribution lost"), format_money_short(lost, lang),
            _change(lost, settled and settled["churned_contribution"], lambda gap: format_money_short(gap, lang)),
            f"{name} {format_money_short(settled['churned_contribution'], lang)}" if settled else "",
            _("What those who fell asleep had brought in the window before the period: {money}").format(
                money=format_money(lost, lang)
            ), less_is_better=True,
        ),
    ]


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
    if found is None or not found.is_enough:
        return "–"
    years = years_text(found.years, current_language())
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
