"""How a house is doing on a day: its customers, the month, who came and who fell asleep, and the finding_overview in words.

The as-of month may be unfinished. It is compared with the same days of the month before, never with
the whole of it, so that the tenth of a month does not look like a collapse.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.i18n import (
    before_customers,
    counter,
    format_count,
    format_money_short,
    format_month,
    format_month_name,
    format_ratio,
    translator,
)
from segmentation.measures.grades.grading import list_grades, place_customers, read_facts, summarise_tiers, window_begins_after
from segmentation.schemes import Scheme, Value
from segmentation.warehouse import Warehouse

MONTHS_SHOWN = 24


class Before(Protocol):
    """The days of a year before that the month is held against in the place of the month before (``year_before.Compared``)."""

    def name(self, lang: str) -> str:
        """Return what they are called in a sentence."""

    def span(self, lang: str) -> str:
        """Return which days they are."""

    @property
    def identified_share(self) -> float | None:
        """Identified customers' share of their revenue."""


@dataclass(frozen=True)
class Month:
    """Revenue (CNY, walk-ins included) of the as-of month up to the as-of day, and of the month before.

    ``previous_same_days`` are the days of the month before up to the same day of the month, all of
    them where that month is shorter.
    """

    start: date
    is_complete: bool
    revenue: Decimal
    walk_in_revenue: Decimal
    bills: int
    previous_same_days: Decimal
    previous_month: Decimal
    previous_days_with_bills: int

    @property
    def change(self) -> float | None:
        """The ratio by which revenue changed against the same days of the month before; None without a month before."""
        return float(self.revenue / self.previous_same_days - 1) if self.previous_same_days > 0 else None


@dataclass(frozen=True)
class Shares:
    """Revenue (CNY) of a period by who brought it; ``active`` are identified customers active on the as-of day."""

    total: Decimal
    walk_in: Decimal
    identified: Decimal
    active: Decimal

    @property
    def identified_share(self) -> float | None:
        """Identified customers' share of the revenue, 0–1; None without revenue."""
        return float(self.identified / self.total) if self.total > 0 else None

    @property
    def active_share(self) -> float | None:
        """Active customers' share of the revenue, 0–1, to be held against ``controllable.LINE``; None without revenue."""
        return float(self.active / self.total) if self.total > 0 else None


@dataclass(frozen=True)
class Bridge:
    """From the active customers before the month to those on the as-of day.

    ``active_end == active_start - churned + reactivated + new_active`` always. ``joined`` also counts
    who came for the first time and is no longer active. Contributions (CNY) are over the window, for
    the churned over the window up to the day before the month.
    """

    active_start: int
    active_end: int
    churned: int
    reactivated: int
    new_active: int
    joined: int
    churned_contribution: Decimal
    reactivated_contribution: Decimal
    joined_contribution: Decimal


@dataclass(frozen=True)
class Overview:
    """Everything that is said of a store on a day.

    ``known`` customers have visited (``active`` or not) or have a profile only (``not_visited``); ``named`` are in the bills.
    ``tiers`` is a tier summary by ``scheme``. ``movements`` has one row per customer who joined, is back or fell
    asleep in the month (movement, customer, name, phone, module, manager, last_visit, is_active,
    contribution), by contribution descending within each. ``months`` is the revenue by month. Where the month is ``compared``
    with days of a year before, these are what its ``previous_same_days`` brought.
    """

    as_of: date
    known: int
    active: int
    not_visited: int
    scheme: Scheme
    tiers: pa.Table
    month: Month
    window_shares: Shares
    month_shares: Shares
    bridge: Bridge
    movements: pa.Table
    months: pa.Table
    compared: Before | None = None
    named: int = 0

    @property
    def visited(self) -> int:
        """How many customers have visited at all."""
        return self.known - self.not_visited

    @property
    def identified_share_before(self) -> float | None:
        """Identified customers' share (0–1) of the whole month before, or of the days compared with; None without revenue."""
        if self.compared:
            return self.compared.identified_share
        rows = self.months.slice(max(0, self.months.num_rows - 2)).to_pylist()
        return float(rows[0]["identified"] / rows[0]["total"]) if len(rows) == 2 and rows[0]["total"] > 0 else None

    @property
    def has_history(self) -> bool:
        """Whether there are bills from before the month; without them everybody seems to have joined in it."""
        return self.months.num_rows > 1


def read_overview(
    warehouse: Warehouse, store_id: int, scheme: Scheme, as_of: date, settings: Mapping[str, Value]
) -> Overview:
    """Return everything the overview of a store says as of a day.

    A store without bills gives zeros, empty tables and None for every share. ``settings`` are the
    scheme's; active_days, window and frequency hold for all of it.
    """
    before = as_of.replace(day=1) - timedelta(days=1)
    facts = read_facts(warehouse, store_id, as_of, settings, scheme)
    grades = list_grades(warehouse, scheme, facts, place_customers(warehouse, scheme, facts, settings))
    bridge, movements = _read_movements(warehouse, read_facts(warehouse, store_id, before, settings), facts, settings)
    window = window_begins_after(as_of, settings["window"])
    return Overview(
        as_of=as_of,
        known=facts.num_rows,
        active=bridge.active_end,
        not_visited=facts["last_visit"].null_count,
        scheme=scheme,
        tiers=summarise_tiers(warehouse, store_id, scheme, grades),
        month=read_month_revenue(warehouse, store_id, as_of),
        window_shares=_read_shares(warehouse, store_id, facts, window, as_of, settings),
        month_shares=_read_shares(warehouse, store_id, facts, before, as_of, settings),
        bridge=bridge,
        movements=movements,
        months=read_months(warehouse, store_id, as_of),
        named=read_named(warehouse, store_id, as_of),
    )


def read_month_revenue(warehouse: Warehouse, store_id: int, as_of: date) -> Month:
    """Return the revenue of the as-of month up to the day, and of the month before; zeros without bills."""
    start = as_of.replace(day=1)
    row = warehouse.rows(
        "measures/revenue/month_revenue",
        store=store_id,
        as_of=as_of,
        month_start=start,
        previous_start=(start - timedelta(days=1)).replace(day=1),
        previous_same_day=same_day_before(as_of),
    )[0]
    return Month(start=start, is_complete=month_is_over(as_of), **row)


def read_months(warehouse: Warehouse, store_id: int, as_of: date) -> pa.Table:
    """Return the revenue by month, from the first bill to the as-of month.

    One row per month, months without a bill included: month (its first day), total, identified,
    walk_in (CNY), days_with_bills, is_complete (false for the as-of month where days are missing).
    """
    return warehouse.table(
        "measures/revenue/monthly_revenue",
        store=store_id, as_of=as_of, month_start=as_of.replace(day=1), month_is_over=month_is_over(as_of),
    )


def _read_shares(
    warehouse: Warehouse, store_id: int, facts: pa.Table, begins_after: date, as_of: date, settings: Mapping[str, Value]
) -> Shares:
    found = warehouse.over(
        "measures/revenue/revenue_shares", {"customer_facts": facts},
        store=store_id, begins_after=begins_after, as_of=as_of, active_days=settings["active_days"],
    )
    return Shares(**found.to_pylist()[0])


def read_movements(
    warehouse: Warehouse, store_id: int, first: date, last: date, settings: Mapping[str, Value]
) -> pa.Table:
    """Return who joined, is back or fell asleep between two days, both included: rows as ``Overview.movements``."""
    before = read_facts(warehouse, store_id, first - timedelta(days=1), settings)
    return _read_movements(warehouse, before, read_facts(warehouse, store_id, last, settings), settings)[1]


def _read_movements(
    warehouse: Warehouse, before: pa.Table, now: pa.Table, settings: Mapping[str, Value]
) -> tuple[Bridge, pa.Table]:
    frames = {"facts_before": before, "facts_now": now}
    movements = warehouse.over("measures/revenue/movements", frames, active_days=settings["active_days"])
    bridge = warehouse.over("measures/revenue/bridge", {**frames, "movements": movements}, active_days=settings["active_days"])
    return Bridge(**bridge.to_pylist()[0]), movements


def month_is_over(day: date) -> bool:
    """Return whether ``day`` is the last of its month.

    >>> month_is_over(date(2028, 2, 28)), month_is_over(date(2026, 2, 28))
    (False, True)
    """
    return day.day == monthrange(day.year, day.month)[1]


def same_day_before(day: date) -> date:
    """Return the day of the month before that answers to ``day``; its last day where it is shorter.

    >>> same_day_before(date(2026, 3, 31)), same_day_before(date(2026, 1, 10))
    (datetime.date(2026, 2, 28), datetime.date(2025, 12, 10))
    """
    last = day.replace(day=1) - timedelta(days=1)
    return last.replace(day=min(day.day, last.day))


def find_movements(overview: Overview, movement: str, limit: int | None = None) -> pa.Table:
    """Return those who ``joined``, are ``back`` or fell ``asleep`` in the month, the highest contribution first."""
    found = overview.movements.filter(pc.equal(overview.movements["movement"], movement))
    return found if limit is None else found.slice(0, limit)


def finding_overview(overview: Overview, lang: str) -> str:
    """Return the answer to "how is the house doing" in one or two sentences of ``lang``: the month, and who brings the most.

    A store without any bill says what to do next. Nothing is said that has no figures behind it.
    """
    _, _n = translator(lang), counter(lang)
    if not overview.months.num_rows:
        return _("There are no bills yet. Upload a month of bills, and the grades appear here.")
    if not overview.visited:
        return nobody_came_text(overview.named, lang)
    sentences = [_month_sentence(overview, _, lang) or _active_sentence(overview, _, lang), _best_sentence(overview, _n, lang)]
    return (" " if lang == "en" else "").join(sentence for sentence in sentences if sentence)


def read_named(warehouse: Warehouse, store_id: int, as_of: date) -> int:
    """Return how many customers, walk-ins left out, are named by a bill up to a day, one below zero as well."""
    found = warehouse.cursor().execute(
        "select count(distinct customer_key) from visits where store_id = $store and visit_date <= $as_of",
        {"store": store_id, "as_of": as_of},
    )
    return found.fetchall()[0][0]


def nobody_came_text(named: int, lang: str) -> str:
    """Return why nobody has come: no bill names a customer, or those of all who are ``named`` are refunds."""
    _, _n = translator(lang), counter(lang)
    if not named:
        return _("No bill names a customer yet. Upload bills with a customer column to see who comes back.")
    text = _n(
        "{count} customer is named in the bills, but has not come yet: there are only refunds.",
        "{count} customers are named in the bills, but nobody has come yet: there are only refunds.", named,
    )
    return text.format(count=format_count(named, lang))


def finding_movement(overview: Overview, movement: str, lang: str) -> str:
    """Return in words who ``joined`` or fell ``asleep`` in the month, and what they brought.

    In the first month of bills everybody is new by force: then that is said.
    """
    _, _n, bridge = translator(lang), counter(lang), overview.bridge
    count, money = {
        "joined": (bridge.joined, bridge.joined_contribution), "asleep": (bridge.churned, bridge.churned_contribution),
    }[movement]
    named = {"month": format_month_name(overview.as_of, lang), "customers": format_count(count, lang)}
    if movement == "joined" and not overview.has_history:
        text = _("New in {month}: cannot be told yet, for the bills begin in {month}")
    elif not count:
        text = _("New in {month}: nobody") if movement == "joined" else _("Fell asleep in {month}: nobody")
    elif money <= 0:
        text = (
            _n("New in {month}: one customer", "New in {month}: {customers} customers", count) if movement == "joined"
            else _n("Fell asleep in {month}: one customer", "Fell asleep in {month}: {customers} customers", count)
        )
    else:
        text = (
            _n("New in {month}: one customer, {money} so far", "New in {month}: {customers} customers, {money} so far", count)
            if movement == "joined" else
            _n("Fell asleep in {month}: one customer who had brought {money}",
               "Fell asleep in {month}: {customers} customers who had brought {money}", count)
        )
    return text.format(**named, money=format_money_short(money, lang))


def finding_recent_months(months: pa.Table, lang: str, as_of: date) -> str:
    """Return in words what the last of ``months`` brought, and which of these brought the most; "" without a month.

    A month that is not over says up to which day it is told.
    """
    _, rows = translator(lang), months.to_pylist()
    if not rows:
        return ""
    last, best = rows[-1], max(rows, key=lambda row: row["total"])
    text = _("{month} brought {money}; the best of these months was {best} with {most}")
    if best["total"] <= 0:  # of months that lost money none is the best
        text = _("{month}: {money}")
    elif best is last:
        text = _("{month} brought {money}, the most of these months") if len(rows) > 1 else _("{month}: {money}")
    return text.format(
        month=_month_so_far(last, lang, as_of), money=format_money_short(last["total"], lang),
        best=format_month(best["month"], lang), most=format_money_short(best["total"], lang),
    )


def _month_so_far(row: Mapping[str, Any], lang: str, as_of: date) -> str:
    """Return what a month is called; one that is not over is not set against whole months without saying so."""
    name = format_month(row["month"], lang)
    return name if row["is_complete"] else translator(lang)("{month} up to day {day}").format(month=name, day=as_of.day)


def finding_months(months: pa.Table, lang: str, as_of: date) -> str:
    """Return in words what the bars show: the as-of month, up to which day where it is not over, and the best month shown."""
    _ = translator(lang)
    rows = months.slice(max(0, months.num_rows - MONTHS_SHOWN)).to_pylist()
    if not rows:
        return _("No revenue yet")
    last, best = rows[-1], max(rows, key=lambda row: row["total"])
    now = {"month": _month_so_far(last, lang, as_of), "money": format_money_short(last["total"], lang)}
    if best is last or best["total"] <= 0:  # of months that lost money none is the best
        text = (
            _("{month}: {money}") if len(rows) == 1 or best["total"] <= 0
            else _("{month} is the best month so far: {money}") if len(rows) == months.num_rows
            else _("{month} is the best of the months shown: {money}")
        )
        return text.format(**now)
    text = (
        _("{month} brought {money}; the best month was {best} with {most}") if len(rows) == months.num_rows
        else _("{month} brought {money}; the best of the months shown was {best} with {most}")
    )
    return text.format(**now, best=format_month(best["month"], lang), most=format_money_short(best["total"], lang))


def finding_revenue_shares(active: float | None, line: float, lang: str) -> str:
    """Return in words on which side of the line the active customers' share of revenue stands, in whole per cents as its bar."""
    _ = translator(lang)
    if active is None:
        return _("No revenue is left in this window, refunds deducted")
    text = (
        _("Active customers bring {share} of the whole revenue, above the {line} line")
        if active >= line
        else _("Active customers bring {share} of the whole revenue, below the {line} line")
    )
    near = active != line and round(100 * active) == round(100 * line)  # a whole per cent would stand on the line itself
    return text.format(share=format_ratio(active, lang, 1 if near else 0), line=format_ratio(line, lang, 0))


def finding_active(overview: Overview, lang: str) -> str:
    """Return how the active customers came about: those before, less who fell asleep, plus who is back or new."""
    _, bridge = translator(lang), overview.bridge
    numbers = {
        name: format_count(getattr(bridge, name), lang)
        for name in ("active_start", "churned", "reactivated", "new_active", "active_end")
    }
    return _(
        "{active_start} active before {month} − {churned} fell asleep + {reactivated} came back + {new_active} new"
        " = {active_end} active"
    ).format(month=format_month(overview.as_of, lang), **numbers)


def _month_sentence(overview: Overview, _, lang: str) -> str:
    """Return what the month has brought, against the same days of the month before; "" where that is nothing."""
    month, until = overview.month, same_day_before(overview.as_of)
    is_whole = month.is_complete or overview.compared is not None
    if month.revenue <= 0:
        return ""
    if month.change is None:
        text = _("{month} brought {money}.") if is_whole else _("{month} brought {money} up to day {day}.")
    elif not round(month.change, 3):
        text = (
            _("{month} brought {money}, as much as {before}.") if is_whole
            else _("{month} brought {money} up to day {day}, as much as {before} by then.")
        )
    elif month.change > 0:
        text = (
            _("{month} brought {money}, {change} more than {before}.") if is_whole
            else _("{month} brought {money} up to day {day}, {change} more than {before} by then.")
        )
    else:
        text = (
            _("{month} brought {money}, {change} less than {before}.") if is_whole
            else _("{month} brought {money} up to day {day}, {change} less than {before} by then.")
        )
    name = format_month_name(month.start, lang)
    if overview.compared and not month.is_complete:
        name = _("{month}, to day {day},").format(month=name, day=int(overview.as_of.day))
    before = overview.compared.name(lang) if overview.compared else format_month_name(until, lang)
    return text.format(
        month=name, money=format_money_short(month.revenue, lang), day=int(overview.as_of.day), before=before,
        change=format_ratio(abs(month.change or 0), lang),
    )


def _active_sentence(overview: Overview, _, lang: str) -> str:
    if overview.visited == 1:
        return _("The only customer so far is active.") if overview.active else _("The only customer so far is asleep.")
    if not overview.active:
        return _("None of {customers} customers is active.").format(customers=format_count(overview.visited, lang))
    text = _("{active} of {customers} customers are active.")
    return text.format(active=format_count(overview.active, lang), customers=format_count(overview.visited, lang))


def _best_sentence(overview: Overview, _n, lang: str) -> str:
    best = overview.tiers.slice(0, 1).to_pylist()[0]
    revenue = overview.window_shares.total
    if not best["customers"] or not 0 < best["contribution"] <= revenue:
        return ""
    text = _n(
        "One {tier} customer brings {share} of the whole revenue.",
        "{customers} {tier} customers bring {share} of the whole revenue.", best["customers"],
    )
    share = format_ratio(best["contribution"] / revenue, lang, 0)
    label = before_customers(overview.scheme.tier(best["tier"]).label[lang])
    return text.format(tier=label, customers=format_count(best["customers"], lang), share=share)
