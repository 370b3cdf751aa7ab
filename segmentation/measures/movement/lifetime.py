"""How long a customer stays, what five points less churn would add, and what replacing the lost would cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from math import prod
from typing import Any

from segmentation.language.i18n import counter, format_count, format_money_short, format_ratio, translator
from segmentation.measures.movement.retention import count_periods, first_bill, month_after, read_retention
from segmentation.measures.revenue.overview import month_is_over
from segmentation.measures.revenue.what_if import Rule, rules
from segmentation.measures.windows import Window, read_window
from segmentation.schemes import Value
from segmentation.warehouse import Warehouse

ENOUGH_MONTHS = 6  # annualised from fewer months, a lifetime is no figure to show
LESS = Decimal("0.05")  # what "five points less churn" takes off
YEAR = "365"  # the window that money of a year is counted over, whatever the store's own is
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Lifetime:
    """How long a customer stays, and what five points less churn would add.

    Measured on twelve ``months`` as one year; where bills do not reach back so far ``annualised``: 1 − ∏(1 − monthly churn) to
    the power of 12 ÷ months, rather too high, since who comes back within the year counts as lost. ``active_start`` is an
    average, ``churned`` a sum over the months; ``churned_contribution`` (CNY) what these had brought in the ``window`` of 365
    days before, None where every month has its own.
    ``years`` = 1 ÷ annual churn, None where nobody is lost; ``kept_customers`` and ``kept_contribution`` (CNY, to the cent,
    half up) are what five points less would keep a year, never more than were lost.
    """

    start: date
    end: date
    months: int
    annualised: bool
    active_start: int
    churned: int
    churned_contribution: Decimal
    annual_churn: float
    window: Window | None = None

    @property
    def is_enough(self) -> bool:
        """Whether a year, or at least ``ENOUGH_MONTHS`` months, were measured."""
        return not self.annualised or self.months >= ENOUGH_MONTHS

    @property
    def years(self) -> float | None:
        return expected_years(self.annual_churn)

    @property
    def years_with_less(self) -> float | None:
        return expected_years(self.annual_churn - float(LESS))

    @property
    def years_gained(self) -> float | None:
        """By how many years customers would stay longer; None where either cannot be told."""
        return None if self.years is None or self.years_with_less is None else self.years_with_less - self.years

    @property
    def kept_customers(self) -> int:
        return int(self._kept.quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def kept_contribution(self) -> Decimal:
        each = self.churned_contribution / self.churned if self.churned else Decimal(0)
        return (each * self._kept).quantize(CENT, ROUND_HALF_UP)

    @property
    def _kept(self) -> Decimal:
        return self.active_start * min(LESS, Decimal(str(self.annual_churn)))


@dataclass(frozen=True)
class Replacement:
    """What replacing ``lost`` customers by new ones costs by the rule of thumb: as much as keeping ``as_many_kept``.

    ``cost`` (CNY) where it is known what keeping one customer costs, else None. ``rule`` has the text and the source of the
    rule in both languages: it is shown with them, as a rule of thumb.
    """

    lost: int
    as_many_kept: int
    cost: Decimal | None
    rule: Rule


def expected_years(annual_churn: float) -> float | None:
    """Return how many years a customer stays at a churn rate (0–1) a year; None where nobody leaves.

    >>> expected_years(0.2), round(expected_years(0.15), 1), expected_years(0)
    (5.0, 6.7, None)
    """
    return 1 / annual_churn if annual_churn > 1e-9 else None


def read_lifetime(warehouse: Warehouse, store_id: int, as_of: date, settings: Mapping[str, Value]) -> Lifetime | None:
    """Return how long a customer stays: measured on the year up to the last complete month, else annualised from settled months.

    The year counts where the store's bills reach back beyond it as far as a customer stays active. Of the settings
    ``active_days`` counts; money is of 365 days. None where there is no settled month either, or nobody was active.
    """
    begins = first_bill(warehouse, store_id, as_of)
    if begins is None:
        return None
    yearly = {**settings, "window": YEAR}
    end = as_of if month_is_over(as_of) else as_of.replace(day=1) - timedelta(days=1)
    start = month_after(end, -11)
    if begins < start - timedelta(days=settings["active_days"]):
        row = count_periods(warehouse, store_id, [(begins, start - timedelta(days=1)), (start, end)], yearly)[-1]
        if not row["active_start"]:
            return None
        window = read_window(warehouse, store_id, start - timedelta(days=1), YEAR)
        return replace(_lifetime([row], start, 12, row["churned"] / row["active_start"]), window=window)
    months = [row for row in read_retention(warehouse, store_id, as_of, yearly).settled if row["active_start"]]
    if not months:
        return None
    staying = prod(1 - row["churn_rate"] for row in months)
    return _lifetime(months, months[0]["start"], len(months), 1 - staying ** (12 / len(months)))


def replacement_cost(lost: int, keeping_cost: Decimal | None = None) -> Replacement:
    """Return what replacing ``lost`` customers costs at the rule of thumb of 5 : 1; ``keeping_cost`` (CNY) is that of one.

    >>> found = replacement_cost(12, Decimal("80.50"))
    >>> found.as_many_kept, found.cost, replacement_cost(12).cost
    (60, Decimal('4830.00'), None)
    """
    rule = rules()["winning_and_keeping"]
    cost = None if keeping_cost is None else (lost * rule.high * keeping_cost).quantize(CENT, ROUND_HALF_UP)
    return Replacement(lost, int(lost * rule.high), cost, rule)


def finding_lifetime(found: Lifetime, lang: str) -> str:
    """Return how long a customer stays and what five points less churn would add; only the rate where it is annualised."""
    _, _n = translator(lang), counter(lang)
    if found.years is None:
        return _("Nobody was lost, so no lifetime can be estimated.")
    text = (
        _("At an annual churn of at most {churn} a customer stays at least {years}.") if found.annualised
        else _("At an annual churn of {churn} a customer stays {years}.")
    )
    said = text.format(churn=format_ratio(found.annual_churn, lang), years=years_text(found.years, lang))
    if found.annualised:
        more = ""  # what five points do to a rate that is too high says nothing
    elif found.years_with_less is None:
        more = _("{points} points less, and nobody would be lost.").format(points=format_count(LESS * 100, lang))
    else:
        less = format_ratio(max(0.0, found.annual_churn - float(LESS)), lang)
        more = _("At {less} it would be {years}.").format(less=less, years=years_text(found.years_with_less, lang))
    kept = _n(
        "That would keep about {count} more customer a year, worth about {money}.",
        "That would keep about {count} more customers a year, worth about {money}.", found.kept_customers,
    ).format(count=format_count(found.kept_customers, lang), money=format_money_short(found.kept_contribution, lang))
    return (" " if lang == "en" else "").join(filter(None, (said, more, kept)))


def finding_replacement(found: Replacement, lang: str) -> str:
    """Return what winning new customers for the lost ones costs, by the rule of thumb, against keeping as many."""
    _n = counter(lang)
    text = _n(
        "Winning new customers for the {lost} customer lost costs about {money}, as much as keeping {kept}.",
        "Winning new customers for the {lost} customers lost costs about {money}, as much as keeping {kept}.", found.lost,
    )
    kept = format_count(found.as_many_kept, lang)
    return text.format(lost=format_count(found.lost, lang), money=format_money_short(found.cost, lang), kept=kept)


def years_text(years: float | None, lang: str) -> str:
    """Return a number of years in words, to a tenth; an en dash for None."""
    _ = translator(lang)
    return "–" if years is None else _("{years} years").format(years=f"{years:.1f}")


def _lifetime(rows: Sequence[Mapping[str, Any]], start: date, months: int, churn: float) -> Lifetime:
    return Lifetime(
        start, rows[-1]["end"], months, annualised=len(rows) > 1 or months < 12,
        active_start=round(sum(row["active_start"] for row in rows) / len(rows)),
        churned=sum(row["churned"] for row in rows),
        churned_contribution=sum((row["churned_contribution"] for row in rows), Decimal("0.00")), annual_churn=churn,
    )
