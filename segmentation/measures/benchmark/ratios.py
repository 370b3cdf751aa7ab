"""A house's ratios month by month, as they are set beside those of other houses.

Every ratio is the one of its page: control, coming and going, the chance of return, grades. Of a month it says what was known at
the month's end. Only whole months count: those that the bills cover from the first day to the last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pyarrow as pa

from segmentation.language.i18n import N_
from segmentation.measures.movement.month_ends import first_day, keep_days
from segmentation.measures.movement.retention import month_after, read_retention
from segmentation.measures.movement.return_chance import read_return_curve
from segmentation.measures.revenue.controllable import read_controllable
from segmentation.schemes import DEFAULT, Value
from segmentation.settings.kept import scheme_settings
from segmentation.settings.own_schemes import find_scheme
from segmentation.warehouse import Warehouse, statement

FEWEST = 10  # customers of a group of which a file may say anything
MONTHS = 24  # at most, the last ones
BEFORE = range(3, 13)  # months before a month that its standard is held against: at least so many, at most so many
MOST_INDEX = 1000  # times as much as before is no standard, but a mistake
MOST = 10**9  # more than any ratio or average
PLACES, CENT = Decimal("0.0001"), Decimal("0.01")
FEW, HISTORY, WHOLE = "few", "history", "whole"  # why a value is left out
REASONS = {
    FEW: N_("fewer than 10 customers"), HISTORY: N_("too few months of bills"), WHOLE: N_("no whole to take a share of"),
}


@dataclass(frozen=True)
class Ratio:
    """One ratio that houses are compared by: its key, its name and formula (msgids), and whether less of it is better.

    ``is_money``: it is an amount in CNY, which a file holds only where its house allowed it.
    """

    key: str
    label: str
    formula: str
    is_less_better: bool = False
    is_money: bool = False


RATIOS = {each.key: each for each in (
    Ratio("controllable", N_("Controllable share"), N_("revenue of managed customers ÷ all revenue of the month")),
    Ratio("identified", N_("Known customers' share"), N_("revenue of known customers ÷ all revenue of the month")),
    Ratio("active_share", N_("Active share"), N_("active at the month's end ÷ all who had ever come by then")),
    Ratio("return_rate", N_("Return rate"), N_("customers with two visits or more in the window ÷ customers with one or more")),
    Ratio(
        "return_12_weeks", N_("Back within 12 weeks"),
        N_("share of visits that another one followed within 12 weeks, visits too recent to tell left open (Kaplan–Meier)"),
    ),
    Ratio("new_share", N_("New customers' share"), N_("newly won in the month ÷ active at its end")),
    Ratio("churn_rate", N_("Churn rate"), N_("fell asleep in the month ÷ active at its start"), is_less_better=True),
    Ratio("a_share", N_("A customers' share of the money"), N_("contribution of A customers ÷ that of all graded customers")),
    Ratio(
        "standard_index", N_("Standard, index"),
        N_("average per table of the month ÷ that of the 3 to 12 months before; 100% is as before"),
    ),
    Ratio("standard", N_("Average per table (CNY)"), N_("known customers' revenue of the month ÷ their tables"), is_money=True),
    Ratio(
        "spend", N_("Spend per customer who came (CNY)"), N_("known customers' revenue of the month ÷ those who came"),
        is_money=True,
    ),
)}


@dataclass(frozen=True)
class MonthRatios:
    """The ratios of a month (its first day): ``values`` by key, shares to four decimals and money to the cent; the others are
    in ``left_out`` with a key of ``REASONS``. Every key of RATIOS is in one of the two."""

    month: date
    values: Mapping[str, Decimal] = field(default_factory=dict)
    left_out: Mapping[str, str] = field(default_factory=dict)


def read_ratios(warehouse: Warehouse, store_id: int, as_of: date, *, fewest: int = FEWEST) -> tuple[MonthRatios, ...]:
    """Return the ratios of a store's last ``MONTHS`` whole months up to ``as_of``, under its own settings, the earliest first.

    Of a group of fewer than ``fewest`` customers nothing is said, nor what would tell of one by the difference to another ratio
    or to the whole; a store without a whole month has none. Nothing after ``as_of`` is seen, but who manages a customer and who
    is merged with whom are as known today.
    """
    scheme = find_scheme(warehouse, DEFAULT)
    settings = scheme_settings(warehouse, store_id, scheme)
    active_days = int(settings["active_days"])
    bridges = {row["start"]: row for row in read_retention(warehouse, store_id, as_of, settings).periods.to_pylist()}
    control = {row["month"]: row for row in read_controllable(warehouse, store_id, as_of, active_days).months.to_pylist()}
    whole = [month for month, row in bridges.items() if row["complete"] and control[month]["complete"]]
    if not whole:
        return ()
    periods = pa.table({
        "period_no": pa.array(range(len(whole)), pa.int32()), "first_day": pa.array(whole, pa.date32()),
        "last_day": pa.array([bridges[month]["end"] for month in whole], pa.date32()),
    })
    counts = warehouse.over("measures/benchmark/month_counts", {"periods": periods}, store=store_id).to_pylist()
    first = first_day(warehouse, store_id)
    shown = whole[-MONTHS:]
    best = _best_tiers(warehouse, store_id, [bridges[month]["end"] for month in shown], settings)
    found = []
    for place, month in enumerate(whole):
        if month in shown:
            end = bridges[month]["end"]
            returned = read_return_curve(warehouse, store_id, end).back_within(0)
            said = _work_out(control[month], bridges[month], counts, place, best.get(end), returned)
            if first and (end - first).days <= active_days:  # nobody can have fallen asleep yet: all are active by the rule alone
                said["active_share"] = (said["active_share"][0], None, HISTORY)
            for key in _telling_of_few(control[month], best.get(end), fewest):
                said[key] = (0, None, FEW)
            found.append(_month(month, said, fewest))
    return tuple(found)


def has_whole_month(first: date | None, last: date | None) -> bool:
    """Return whether bills from ``first`` to ``last`` cover any month from its first day to its last.

    >>> has_whole_month(date(2026, 1, 2), date(2026, 2, 27)), has_whole_month(date(2026, 1, 2), date(2026, 2, 28))
    (False, True)
    """
    if first is None or last is None:
        return False
    month = first if first.day == 1 else month_after(first, 1)
    return month_after(month, 1) - timedelta(days=1) <= last


def _best_tiers(
    warehouse: Warehouse, store_id: int, ends: Sequence[date], settings: Mapping[str, Value]
) -> dict[date, dict[str, Any]]:
    """Return by month-end what A brings and what all bring, all graded in one pass."""
    cursor = warehouse.cursor()
    keep_days(cursor, warehouse, store_id, find_scheme(warehouse, DEFAULT), ends, settings)
    return {row["month_end"]: row for row in cursor.arrow(statement("measures/benchmark/best_tier")).to_pylist()}


def _work_out(
    control: Mapping[str, Any], bridge: Mapping[str, Any], counts: Sequence[Mapping[str, Any]], place: int,
    best: Mapping[str, Any] | None, returned: float | None,
) -> dict[str, tuple[int, Decimal | float | None, str]]:
    """Return of every ratio how many customers it is made of, its value, and why it has none if it has none.

    Of a share of money the group are those who bring it, of a share of customers all of whom it is a share.
    """
    now, before = counts[place], counts[max(0, place - BEFORE[-1]) : place]
    standard, usual = (_ratio(sum(row["amount"] for row in rows), sum(row["tables"] for row in rows)) for rows in ([now], before))
    index = _ratio(standard, usual) if standard is not None and usual and len(before) >= BEFORE[0] else None
    index = index if index is None or index < MOST_INDEX else None
    moved = (bridge["new"], bridge["active_end"]), (bridge["churned"], bridge["active_start"])
    won, lost = (_ratio(part, of) if bridge["settled"] else None for part, of in moved)
    least = min([now["buyers"], *(row["buyers"] for row in before)])
    a_customers, a_money, all_money = (best[name] for name in ("best_customers", "best", "contribution")) if best else (0, 0, 0)
    return {
        "controllable": (control["managed_customers"], control["ratio_managed"], WHOLE),
        "identified": (control["customers"], control["ratio_identified"], WHOLE),
        "active_share": (now["known"], _ratio(bridge["active_end"], now["known"]), WHOLE),
        "return_rate": (bridge["window_customers"], bridge["return_rate"], WHOLE),
        "return_12_weeks": (now["known"], returned, HISTORY),
        "new_share": (bridge["active_end"], won, HISTORY if not bridge["settled"] else WHOLE),
        "churn_rate": (bridge["active_start"], lost, HISTORY if not bridge["settled"] else WHOLE),
        "a_share": (a_customers, _ratio(a_money, all_money) if 0 <= a_money <= all_money else None, WHOLE),
        "standard_index": (least, index, HISTORY if len(before) < BEFORE[0] else WHOLE),
        "standard": (now["buyers"], standard, WHOLE),
        "spend": (now["buyers"], _ratio(now["amount"], now["buyers"]), WHOLE),
    }


def _telling_of_few(control: Mapping[str, Any], best: Mapping[str, Any] | None, fewest: int) -> list[str]:
    """Return the ratios by which one could reckon what a group of fewer than ``fewest`` customers brings.

    What stands between known and managed customers' money is brought by those whom nobody manages: where they are few, one of
    the two shares is left out. It is that of the known, where walk-ins bring as much as they do and cover them, else the
    controllable one. And what A customers do not bring is brought by all other graded ones.
    """
    told, known, managed = [], control["ratio_identified"], control["ratio_managed"]
    unmanaged = max(1, control["customers"] - control["managed_customers"])  # one too, where money came without a visit
    if unmanaged < fewest and known != managed:
        covered = control["walk_in"] >= abs(control["identified"] - control["managed"])
        told.append("identified" if covered else "controllable")
    if best and best["best"] != best["contribution"] and best["customers"] - best["best_customers"] < fewest:
        told.append("a_share")
    return told


def _month(month: date, said: Mapping[str, tuple[int, Decimal | float | None, str]], fewest: int) -> MonthRatios:
    """Return a month's ratios, rounded half up, without those of small groups."""
    values, left_out = {}, {}
    for key, (customers, value, why) in said.items():
        if customers < fewest:
            left_out[key] = FEW
        elif value is None or not 0 <= value < MOST:
            left_out[key] = why
        else:
            values[key] = Decimal(str(value)).quantize(CENT if RATIOS[key].is_money else PLACES, ROUND_HALF_UP)
    return MonthRatios(month, values, left_out)


def _ratio(part: Decimal | int, whole: Decimal | int) -> Decimal | None:
    return Decimal(part) / Decimal(whole) if whole > 0 else None
