"""What a month is to bring, per manager and grade: a proposal from the twelve months before, growths, and limits (岗位CRM目标).

The proposal is found once from the bills (``read_proposal``); what a person types is laid over it (``make_plan``), without a
query. Numbers are exact until they are shown: revenue is multiplied by all growths and rounded once, so that without a season
and growths a grade's revenue is what its customers brought ÷ months covered.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cached_property
from typing import Any

import pyarrow as pa

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.measures.managers.assess import SIXTEENTHS
from segmentation.measures.managers.register import read_managers
from segmentation.measures.movement.day_ends import put_ends
from segmentation.measures.movement.month_ends import month_end
from segmentation.measures.movement.snapshots import keep_grades
from segmentation.measures.windows import CLOSED_DAYS
from segmentation.schemes import Scheme, Value
from segmentation.settings.plans import read_house_target
from segmentation.warehouse import Warehouse, fetch, parameters, statement

EVERYBODY = "*"  # stands for all managers where a growth is of all; no name is a single sign of this kind
MEASURES = ("customers", "frequency", "standard")
MEASURED, HELD, NOT_COVERED = "measured", "held", "not_covered"  # how the season was found
LAST_YEAR, QUARTER = "last_year", "quarter"  # against which share is looked
MONTHS, YEAR = 3, 12
LEAST_SEASON, MOST_SEASON = Fraction(1, 2), Fraction(2)
MOST_FREQUENCY, STANDARD = Fraction(6, 5), Fraction(1, 10)  # limits of growth
HALF = Fraction(1, 2)
NEAR = Fraction(1, 200)  # half a hundredth: what was rounded for keeping breaks no limit by it
FINE = Fraction(1, 10**6)  # so near are frequencies as they are kept
NOTHING = Fraction(0)
UNPLANNED = {"customers": 0, "frequency": 0, "bookings": 0, "standard": 0, "revenue": 0}  # as a kept row
PERCENT = re.compile(r"([+-]?[0-9]{1,6}(?:\.[0-9]{1,6})?)\s*%")

Key = tuple[str | None, str]  # manager (None: nobody) and grade


@dataclass(frozen=True)
class Figures:
    """What some customers do in a month: tables, CNY, and ``share`` of the house (0–1; None: cannot be told)."""

    customers: Fraction = NOTHING
    bookings: Fraction = NOTHING
    revenue: Fraction = NOTHING
    share: Fraction | None = None

    def __add__(self, other: Figures) -> Figures:
        shares = [each.share for each in (self, other) if each.share is not None]
        return Figures(
            self.customers + other.customers, self.bookings + other.bookings, self.revenue + other.revenue,
            sum(shares, NOTHING) if shares else None,
        )

    @property
    def frequency(self) -> Fraction | None:
        """Tables a customer; None without customers."""
        return self.bookings / self.customers if self.customers else None

    @property
    def standard(self) -> Fraction | None:
        """CNY a table; None without tables."""
        return self.revenue / self.bookings if self.bookings else None


@dataclass(frozen=True)
class Growth:
    """By how much a row is to grow (0.05: 5 %); ``woken``: how many of those asleep are to be woken, in place of a growth."""

    customers: Fraction = NOTHING
    frequency: Fraction = NOTHING
    standard: Fraction = NOTHING
    woken: int | None = None


@dataclass(frozen=True)
class Broken:
    """A limit that a row breaks: ``allowed`` is what keeps to it, which costs ``revenue`` and ``bookings`` (below 0: less)."""

    limit: str
    allowed: Fraction
    revenue: Fraction
    bookings: Fraction

    @property
    def is_above(self) -> bool:
        """Whether the row is above what is allowed."""
        return self.limit.endswith("_above")


@dataclass(frozen=True)
class Row:
    """What a manager (None: nobody) is to do with a grade; ``now`` is the proposal, the others what was (None: not known)."""

    manager: str | None
    tier: str
    customers: int
    frequency: Fraction | None
    bookings: Fraction
    standard: Fraction | None
    revenue: Decimal
    share: Fraction | None
    now: Figures
    last_year: Figures | None
    recent: Figures | None
    broken: tuple[Broken, ...] = ()

    @property
    def figures(self) -> Figures:
        """The planned figures, to be added up."""
        return Figures(Fraction(self.customers), self.bookings, Fraction(self.revenue), self.share)


@dataclass(frozen=True)
class Proposal:
    """What the twelve months before say of a month (its first day), as known on ``as_of``, the month before's end or earlier.

    ``stock``: manager and grade → its active customers and what they bring a month, season included. ``last_year`` and ``recent``
    (the mean of ``recent_months`` complete months of the last three): what each manager and grade of then did; empty where bills
    do not cover it. ``compared`` says of which of them the shares are compared, None: of none; ``share_of_target`` whether these
    are of targets, else of revenue. ``asleep``: the customers of the last grade by manager. ``season_gap``: the first days
    without bills for which there is no season.
    """

    month: date
    as_of: date
    first_day: date
    season: Fraction
    season_found: str
    tiers: tuple[str, ...]
    stock: Mapping[Key, Figures]
    last_year: Mapping[Key, Figures]
    recent: Mapping[Key, Figures]
    recent_months: int
    compared: str | None
    share_of_target: bool
    asleep: Mapping[str | None, int]
    season_gap: tuple[date, date] | None = None

    @cached_property
    def managers(self) -> tuple[str | None, ...]:
        """Those with customers, in alphabetical order, nobody last."""
        names = {manager for manager, _tier in self.stock} | set(self.asleep)
        return tuple(sorted(names, key=lambda name: (name is None, name or "")))

    def before(self, key: Key) -> Figures | None:
        """Return what the share of a row is compared with."""
        if self.compared is None:
            return None
        return (self.last_year if self.compared == LAST_YEAR else self.recent).get(key, Figures(share=NOTHING))

    def base(self, key: Key) -> tuple[Fraction, Fraction]:
        """Return frequency and standard of a row before growth.

        Those asleep come back as they did in the complete months of the last three: his, else the store's, else as often as once
        and at the standard of the grade above them.
        """
        _manager, tier = key
        own = self.stock.get(key, Figures())
        if own.frequency is not None and (own.bookings or tier != self.tiers[-1]):
            return own.frequency, own.standard or NOTHING
        if tier != self.tiers[-1]:
            return NOTHING, NOTHING
        every = sum((each for (_name, of), each in self.recent.items() if of == tier), Figures())
        for came in (self.recent.get(key, Figures()), every):
            if came.frequency:
                return came.frequency, came.standard or NOTHING
        above = sum((each for (_name, of), each in self.stock.items() if of in self.tiers[-2:]), Figures())
        return Fraction(1), above.standard or NOTHING


@dataclass(frozen=True)
class Plan:
    """The plan of a month: a row for each manager with customers and each grade, in order."""

    proposal: Proposal
    house_target: Decimal | None
    rows: tuple[Row, ...]

    def of(self, manager: str | None) -> list[Row]:
        """Return the rows of a manager (``EVERYBODY``: all rows)."""
        return [row for row in self.rows if manager in (EVERYBODY, row.manager)]

    def total(self, rows: Iterable[Row]) -> Figures:
        """Return what rows come to."""
        return sum((row.figures for row in rows), Figures())

    @property
    def broken(self) -> list[tuple[Row, Broken]]:
        """Every limit that is broken, with its row."""
        return [(row, each) for row in self.rows for each in row.broken]

    def kept_rows(self) -> list[dict[str, Any]]:
        """Return the rows as ``settings.plans`` keeps them; what is not known is 0 there."""
        return [
            {
                "manager": row.manager, "tier": row.tier, "customers": row.customers, "frequency": float(row.frequency or 0),
                "bookings": float(row.bookings), "standard": to_cent(row.standard or NOTHING), "revenue": row.revenue,
            }
            for row in self.rows
        ]


def read_proposal(
    warehouse: Warehouse, store_id: int, scheme: Scheme, month: date, as_of: date, settings: Mapping[str, Value]
) -> Proposal:
    """Return what the twelve months before the month (its first day) say of it, with the bills up to ``as_of`` at most.

    Grade and manager are those of the month before's end, of earlier months those of then.
    """
    month = month.replace(day=1)
    first_day, before = months_after(month, -YEAR), month - timedelta(days=1)
    known = min(as_of, before)
    house = _House(warehouse, store_id, known, months_after(month, -YEAR - MONTHS))
    past = [months_after(month, -number) for number in (YEAR, MONTHS, 2, 1)]
    active_days = timedelta(days=int(settings["active_days"]))
    # who was active when a month began is only known where the bills reach back so far
    past = [each for each in past if house.covers(each - timedelta(days=1) - active_days, month_end(each))]
    found = _read(warehouse, store_id, scheme, settings, past, known, before, first_day)
    lasts = [each for each in past if each != first_day]
    year_whole, year_of_target = _whole_of(warehouse, store_id, [each for each in past if each == first_day], house)
    recent_whole, recent_of_target = _whole_of(warehouse, store_id, lasts, house)
    last_year = _shared(found.months.get(first_day, {}), year_whole)
    recent = _shared(_mean([found.months[each] for each in lasts]), recent_whole, len(lasts))
    compared = LAST_YEAR if first_day in past else QUARTER if len(lasts) == MONTHS else None
    season, season_found = house.season(first_day, before)
    stock = {
        key: Figures(each.customers, each.bookings * season, each.revenue * season) for key, each in found.stock.items()
    }
    return Proposal(
        month, known, first_day, season, season_found, tuple(scheme.tier_keys), stock, last_year, recent, len(lasts), compared,
        year_of_target if compared == LAST_YEAR else recent_of_target, found.asleep,
        house.gap(first_day, before) if season_found == NOT_COVERED else None,
    )


@dataclass(frozen=True)
class _Found:
    stock: dict[Key, Figures]
    months: dict[date, dict[Key, Figures]]
    asleep: dict[str | None, int]


def _read(
    warehouse: Warehouse, store_id: int, scheme: Scheme, settings: Mapping[str, Value], past: Sequence[date], known: date,
    before: date, first_day: date,
) -> _Found:
    """Read the stock of ``known`` and what was done in the months ``past``; kept grades are read, others found in one pass."""
    ends = [each - timedelta(days=1) for each in past]
    days = [*ends, known]
    active = timedelta(days=int(settings["active_days"]))
    cursor = warehouse.cursor()
    keep_grades(cursor, warehouse, store_id, scheme, days, settings)
    year_before = first_day - timedelta(days=1)
    put_ends(cursor, warehouse, store_id, [*days, *(month_end(each) for each in past), year_before])
    cursor.register("known_managers", read_managers(warehouse, store_id, known).frame(known))
    cursor.register("plan_days", pa.table({
        "day_no": pa.array(range(1, len(days) + 1), pa.int32()),
        "day": pa.array(days, pa.date32()),
        "said_by": pa.array([*ends, before], pa.date32()),
        "active_since": pa.array([day - active for day in days], pa.date32()),
        "last_day": pa.array([*(month_end(each) for each in past), None], pa.date32()),
    }))
    asked = {"store": store_id, "last_tier": len(scheme.tier_keys)}
    sql = statement("measures/managers/day_holders")
    cursor.execute(f"create temp table day_holders as select * from ({sql})", parameters(sql, asked))
    stock = fetch(
        cursor, "measures/managers/plan_stock", **asked, as_of=known, active_since=known - active, first_day=first_day,
        year_before=year_before,
    ).to_pylist()
    done = fetch(cursor, "measures/managers/plan_months", **asked).to_pylist()
    months: dict[date, dict[Key, Figures]] = {each: {} for each in past}
    asleep: dict[str | None, int] = {}
    for row in done:
        tier = scheme.tier_keys[row["tier_no"] - 1]
        if row["day_no"] == len(days):
            if row["tier_no"] == len(scheme.tier_keys):
                asleep[row["manager"]] = row["held"]
            else:
                asleep.setdefault(row["manager"], 0)
            continue
        months[past[row["day_no"] - 1]][row["manager"], tier] = Figures(
            Fraction(row["customers"]), Fraction(row["bookings"]), Fraction(row["revenue"])
        )
    return _Found(_stock(stock, scheme.tier_keys), months, asleep)


def _stock(rows: Iterable[Mapping[str, Any]], tiers: Sequence[str]) -> dict[Key, Figures]:
    """Return customers, tables and revenue a month covered, by manager and grade."""
    found: dict[Key, list[Any]] = {}
    with localcontext() as exact:
        exact.prec = 50
        for row in rows:
            own = found.setdefault((row["manager"], tiers[row["tier_no"] - 1]), [0, Decimal(0), Decimal(0)])
            months = max(16 * row["days"], SIXTEENTHS)
            own[0] += row["customers"]
            own[1] += Decimal(row["tables"] * SIXTEENTHS) / months
            own[2] += row["revenue"] * SIXTEENTHS / months
        fine = Decimal("1e-25")  # so that thirds add up to a whole again
        return {
            key: Figures(Fraction(count), Fraction(tables.quantize(fine)), Fraction(money.quantize(fine)))
            for key, (count, tables, money) in found.items()
        }


def _mean(months: Sequence[Mapping[Key, Figures]]) -> dict[Key, Figures]:
    found: dict[Key, Figures] = {}
    for month in months:
        for key, each in month.items():
            found[key] = found.get(key, Figures()) + each
    number = len(months)
    return {
        key: Figures(each.customers / number, each.bookings / number, each.revenue / number) for key, each in found.items()
    }


def _shared(rows: Mapping[Key, Figures], whole: Fraction | None, months: int = 1) -> dict[Key, Figures]:
    """Return the rows with their share of what the house came to in so many months."""
    if whole is None or whole <= 0:
        return dict(rows)
    return {key: replace(each, share=each.revenue * months / whole) for key, each in rows.items()}


def _whole_of(warehouse: Warehouse, store_id: int, months: Sequence[date], house: _House) -> tuple[Fraction | None, bool]:
    """Return the whole of which these months have shares (None: not known), and whether these are targets, else revenue."""
    targets = [read_house_target(warehouse, store_id, each) for each in months]
    if targets and None not in targets:
        return Fraction(sum(targets)), True
    revenues = [house.revenue.get(each) for each in months]
    return (Fraction(sum(revenues)) if revenues and None not in revenues else None), False


@dataclass
class _House:
    """What the store as a whole did up to a day."""

    warehouse: Warehouse
    store_id: int
    known: date
    since: date
    revenue: dict[date, Decimal] = field(init=False)
    tables: dict[date, int] = field(init=False)

    def __post_init__(self) -> None:
        ask = {"store": self.store_id, "as_of": self.known}
        rows = self.warehouse.rows(
            "measures/managers/house_months", store=self.store_id, first_day=self.since, last_day=self.known
        )
        self.revenue = {row["month"]: row["revenue"] for row in rows}
        self.tables = {row["month"]: row["tables"] for row in rows}
        [(self.first, last)] = self.warehouse.cursor().execute(
            "select min(day), max(day) from days where store_id = $store and day <= $as_of", ask
        ).fetchall()
        silent = self.warehouse.rows("measures/movement/silent_stretches", **ask, least=CLOSED_DAYS)
        self.silent = [(row["first_day"], row["last_day"]) for row in silent]
        if last is not None and (self.known - last).days >= CLOSED_DAYS:
            self.silent.append((last + timedelta(days=1), self.known))

    def covers(self, first: date, last: date) -> bool:
        """Whether bills cover all days from ``first`` to ``last``, without so many in a row that have none."""
        if self.first is None or first < self.first or self.known < last:
            return False
        return not any(begin <= last and first <= end for begin, end in self.silent)

    def gap(self, first: date, last: date) -> tuple[date, date] | None:
        """Return the earliest days from ``first`` to ``last`` without bills that leave them uncovered; None: none."""
        if self.first is not None and first < self.first <= last:
            return first, self.first - timedelta(days=1)
        return next((each for each in sorted(self.silent) if each[0] <= last and first <= each[1] and each[1] < self.known), None)

    def season(self, first: date, last: date) -> tuple[Fraction, str]:
        """Return the tables of the month begun on ``first`` ÷ the mean of the twelve up to ``last``, and how it was found."""
        tables = sum(count for month, count in self.tables.items() if first <= month <= last)
        if not self.covers(first, last) or tables <= 0:
            return Fraction(1), NOT_COVERED
        season = Fraction(YEAR * self.tables.get(first, 0), tables)
        held = min(max(season, LEAST_SEASON), MOST_SEASON)
        return held, MEASURED if held == season else HELD


def make_plan(
    proposal: Proposal, house_target: Decimal | None, growths: Mapping[Key, Growth] | None = None,
    kept: Iterable[Mapping[str, Any]] = (), *, is_whole: bool = False,
) -> Plan:
    """Return the proposal with growths laid over it: that of a row, else the kept row, else that of the grade (``EVERYBODY``).

    ``kept`` rows are as ``settings.plans`` reads them; a manager or grade that the proposal does not know stands as it was kept.
    Where they are the whole plan (``is_whole``), who is not in it has nothing to do, whomever he may have been given since.
    """
    typed, saved = growths or {}, {(row["manager"] or None, row["tier"]): row for row in kept}
    names = {*proposal.managers, *(manager for manager, tier in saved if tier in proposal.tiers)}
    keys = [
        (manager, tier) for manager in sorted(names, key=lambda name: (name is None, name or "")) for tier in proposal.tiers
    ]
    rows = []
    for key in keys:
        if (key in saved or (saved and is_whole)) and key not in typed and (EVERYBODY, key[1]) not in typed:
            row = _kept_row(proposal, key, saved.get(key, UNPLANNED))
        else:
            row = _grown_row(proposal, key, typed.get(key) or typed.get((EVERYBODY, key[1])) or Growth())
        if house_target:
            row = replace(row, share=Fraction(row.revenue) / Fraction(house_target))
        rows.append(replace(row, broken=tuple(_broken(proposal, row, house_target))))
    return Plan(proposal, house_target, tuple(rows))


def _row(proposal: Proposal, key: Key, **planned: Any) -> Row:
    last_year = proposal.last_year.get(key, Figures()) if proposal.last_year else None
    recent = proposal.recent.get(key, Figures()) if proposal.recent_months else None
    return Row(
        *key, **planned, share=None, now=proposal.stock.get(key, Figures()), last_year=last_year, recent=recent,
    )


def _grown_row(proposal: Proposal, key: Key, growth: Growth) -> Row:
    now = proposal.stock.get(key, Figures())
    frequency, standard = proposal.base(key)
    grown = 1 + growth.frequency
    dearer = grown * (1 + growth.standard)
    customers = int(now.customers * (1 + growth.customers) + HALF)
    if growth.woken is not None and key[1] == proposal.tiers[-1]:
        customers = growth.woken
    if now.customers:
        share = customers / now.customers
        bookings, revenue = now.bookings * share * grown, now.revenue * share * dearer
    else:
        bookings = customers * frequency * grown
        revenue = customers * frequency * standard * dearer
    return _row(
        proposal, key, customers=customers, bookings=bookings, revenue=to_cent(revenue),
        frequency=(bookings / customers if customers else frequency * grown or None),
        standard=(revenue / bookings if bookings else standard * (1 + growth.standard) or None),
    )


def _kept_row(proposal: Proposal, key: Key, kept: Mapping[str, Any]) -> Row:
    """Return a row as it was kept; where frequency and standard are what its sums come to, rounded, they are taken from the sums.

    So what keeping to a limit costs is the same before and after the row was kept.
    """
    customers, bookings, revenue = int(kept["customers"]), Fraction(kept["bookings"]), Decimal(kept["revenue"])
    frequency, standard = Fraction(kept["frequency"]), Fraction(kept["standard"])
    if customers and abs(bookings / customers - frequency) <= FINE:
        frequency = bookings / customers
    if bookings >= 1 and abs(Fraction(revenue) / bookings - standard) <= 2 * NEAR:  # both were rounded to the cent
        standard = Fraction(revenue) / bookings
    return _row(
        proposal, key, customers=customers, bookings=bookings, revenue=revenue, frequency=frequency or None,
        standard=standard or None,
    )


def _broken(proposal: Proposal, row: Row, house_target: Decimal | None) -> Iterable[Broken]:
    """Yield the limits that a row breaks; a figure that is not known breaks none."""
    key = (row.manager, row.tier)
    frequency, standard = proposal.base(key)
    customers, own = Fraction(row.customers), row.figures
    if row.tier != proposal.tiers[-1] and customers < row.now.customers:
        missing = row.now.customers - customers
        bookings = missing * (row.frequency or frequency)
        yield Broken("customers_below", row.now.customers, bookings * (row.standard or standard), bookings)
    if customers and frequency and row.frequency is not None:
        for limit, allowed in (("frequency_below", frequency), ("frequency_above", frequency * MOST_FREQUENCY)):
            if _breaks(limit, row.frequency, allowed, FINE):
                bookings = (allowed - row.frequency) * customers
                yield Broken(limit, allowed, bookings * (row.standard or standard), bookings)
    if own.bookings and standard > 0 and row.standard is not None:
        for limit, allowed in (("standard_below", standard * (1 - STANDARD)), ("standard_above", standard * (1 + STANDARD))):
            if _breaks(limit, row.standard, allowed, NEAR):
                yield Broken(limit, allowed, (allowed - row.standard) * own.bookings, NOTHING)
    before = proposal.before(key)
    if house_target and before is not None and before.share is not None:
        missing = before.share * Fraction(house_target) - own.revenue
        if missing > NEAR:
            each = row.standard or standard
            yield Broken("share_below", before.share, missing, missing / each if each > 0 else NOTHING)


def _breaks(limit: str, planned: Fraction, allowed: Fraction, near: Fraction) -> bool:
    return planned > allowed + near if limit.endswith("_above") else planned < allowed - near


def implied_growth(plan: Plan, typed: Mapping[Key, Growth], manager: str | None, tier: str) -> Growth:
    """Return by how much the rows of a manager (``EVERYBODY``: of all) and a grade grow: as it was typed, else as they stand."""
    found = typed.get((manager, tier)) or typed.get((EVERYBODY, tier))
    by_manager = any(of == tier for name, of in typed if name != EVERYBODY)
    if found is not None and (manager != EVERYBODY or not by_manager):
        return found
    rows = [row for row in plan.of(manager) if row.tier == tier]
    whole, stock = plan.total(rows), sum((row.now for row in rows), Figures())
    now, moved = stock.customers, sum(abs(row.customers - row.now.customers) for row in rows)
    has_moved = manager == EVERYBODY and not by_manager and moved > abs(whole.customers - now)  # one more, another less
    if has_moved and stock.bookings and stock.revenue > 0:  # since they changed hands only all of the grade can be compared
        bookings = whole.customers * stock.bookings / now
        revenue = whole.bookings * stock.revenue / stock.bookings
    else:
        bases = [plan.proposal.base((row.manager, row.tier)) for row in rows]
        bookings = sum((row.customers * frequency for row, (frequency, _s) in zip(rows, bases, strict=True)), NOTHING)
        revenue = sum((row.bookings * standard for row, (_f, standard) in zip(rows, bases, strict=True)), NOTHING)
    near = 10**6  # what is kept is rounded
    return Growth(
        whole.customers / now - 1 if now else NOTHING,
        Fraction(round((whole.bookings / bookings - 1) * near), near) if bookings else NOTHING,
        Fraction(round((whole.revenue / revenue - 1) * near), near) if revenue > 0 else NOTHING,
        int(whole.customers) if tier == plan.proposal.tiers[-1] else None,
    )


def growth_rows(growths: Mapping[Key, Growth]) -> list[dict[str, Any]]:
    """Return growths as ``settings.plans`` keeps them; ``kept_growths`` reads them.

    >>> kept_growths(growth_rows({("*", "A"): Growth(frequency=Fraction(1, 20))}))["*", "A"].frequency
    Fraction(1, 20)
    """
    return [
        {"manager": manager, "tier": tier, "woken": each.woken, **{name: str(getattr(each, name)) for name in MEASURES}}
        for (manager, tier), each in growths.items()
    ]


def kept_growths(rows: Iterable[Mapping[str, Any]]) -> dict[Key, Growth]:
    """Return the growths that ``growth_rows`` made rows of."""
    return {
        (row["manager"], row["tier"]): Growth(*(Fraction(row[name]) for name in MEASURES), row["woken"]) for row in rows
    }


def type_growth(
    plan: Plan, typed: dict[Key, Growth], manager: str | None, tier: str, measure: str, number: Fraction | int
) -> None:
    """Lay a growth over the rows of a manager (``EVERYBODY``: of all, whatever was typed of one) and a grade."""
    growth = replace(implied_growth(plan, typed, manager, tier), **{measure: number})
    if manager == EVERYBODY:
        for key in [key for key in typed if key[1] == tier]:
            del typed[key]
    typed[manager, tier] = growth


def keep_to_limit(plan: Plan, typed: dict[Key, Growth], row: Row, broken: Broken) -> None:
    """Lay the growth over a row that just keeps to the limit that it breaks; of a share there is none."""
    measure = broken.limit.rpartition("_")[0]
    number = {"frequency_above": MOST_FREQUENCY - 1, "standard_above": STANDARD, "standard_below": -STANDARD}.get(broken.limit)
    if measure in MEASURES:
        type_growth(plan, typed, row.manager, row.tier, measure, number or NOTHING)


def read_growths(texts: Iterable[str], tiers: Sequence[str]) -> dict[Key, Growth]:
    """Return the growths of grades that a person wrote as TIER:customers|frequency|standard=5%; of the last grade customers may
    be how many to wake (D:customers=3).

    Raises InputError for a text of another form, for an unknown grade, and for what grows below nothing.

    >>> read_growths(["A:frequency=5%", "D:customers=3"], ("A", "D"))[("*", "D")].woken
    3
    """
    found: dict[Key, Growth] = {}
    for text in texts:
        name, _colon, rest = text.partition(":")
        measure, _equals, value = rest.partition("=")
        key = (EVERYBODY, name.strip())
        number = read_growth(value)
        own = found.get(key, Growth())
        is_count = measure == "customers" and name == tiers[-1] and value.strip().isascii() and value.strip().isdigit()
        if key[1] not in tiers or measure not in MEASURES or (number is None and not is_count):
            message = N_(
                "“{text}” is no growth. Write grade, measure and percent, as A:frequency=5% (grades {tiers}; customers, "
                "frequency or standard), and for grade {last} how many to wake, as {last}:customers=3."
            )
            raise InputError("bad_growth", message, text=text, tiers=", ".join(tiers), last=tiers[-1])
        found[key] = replace(own, woken=int(value)) if is_count else replace(own, **{measure: number})
    return found


def read_growth(text: str) -> Fraction | None:
    """Return a growth that a person wrote in percent, None for what is none or is not from −100 % to +1000 %.

    >>> read_growth("5%"), read_growth("-2.5 %"), read_growth("5")
    (Fraction(1, 20), Fraction(-1, 40), None)
    """
    found = PERCENT.fullmatch(text.strip())
    if found is None:
        return None
    growth = Fraction(found[1]) / 100
    return growth if -1 <= growth <= 10 else None


def to_cent(number: Fraction) -> Decimal:
    """Return an amount to the cent, half a cent away from zero.

    >>> to_cent(Fraction(1, 8)), to_cent(Fraction(-1, 8))
    (Decimal('0.13'), Decimal('-0.13'))
    """
    cents = int(abs(number) * 100 + HALF)
    return Decimal(cents if number >= 0 else -cents).scaleb(-2)


def months_after(month: date, count: int) -> date:
    """Return the first day of the month so many months after (below 0: before) that of a day.

    >>> months_after(date(2026, 2, 1), -3), months_after(date(2026, 12, 31), 1)
    (datetime.date(2025, 11, 1), datetime.date(2027, 1, 1))
    """
    number = month.year * 12 + month.month - 1 + count
    return date(number // 12, number % 12 + 1, 1)
