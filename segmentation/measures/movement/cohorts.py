"""Who came first in which month, and what became of them: cohorts by month of first visit × months since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, count_customers, format_money_short, format_month, format_ratio, translator
from segmentation.measures.movement.month_ends import month_end
from segmentation.measures.revenue.overview import month_is_over
from segmentation.warehouse import Warehouse

MEASURES = ("customers", "share", "revenue")
ENOUGH = 10  # customers, of whom a share says something
CENT = Decimal("0.01")


@dataclass(frozen=True)
class Cohorts:
    """The cohorts of a store as of a day, from the first month in which a customer came to the last month that counts.

    ``cells``, by cohort and then by months_since: cohort (its first day), months_since (0 in the month of the first visit),
    size, customers and revenue (CNY) of that month, customers_later and revenue_later of that month or any later one up to the
    last that counts, complete (whether the month is over by the as-of day). Every cohort has a cell for each month up to the
    last; months in which nobody came first have zeros. At 0, customers and customers_later are the size. Only complete months
    are in it where ``complete_only``.

    Those first seen in the first month of the data may have come before it: no data can tell.
    """

    as_of: date
    complete_only: bool
    cells: pa.Table

    @property
    def until(self) -> date:
        """The last day that counts: the as-of day, or the end of the month before it where only complete months are told."""
        return last_day_told(self.as_of, complete_only=self.complete_only)

    @property
    def months(self) -> list[date]:
        """The cohorts, the earliest first."""
        return pc.unique(self.cells["cohort"]).to_pylist()

    def size(self, cohort: date) -> int:
        """Return how many customers came first in the month; 0 for a month that is no cohort."""
        return next((row["size"] for row in self._rows(cohort)), 0)

    def values(self, cohort: date, measure: str = "customers", *, later: bool = False) -> list[int | float | Decimal | None]:
        """Return a cohort's row of the triangle by months since: customers, their share of the size (0–1), or revenue (CNY).

        ``later`` counts that month or any later one. The share of nobody is None. Raises InputError for another measure.
        """
        _check(measure)
        return [_value(row, measure, later) for row in self._rows(cohort)]

    @property
    def old(self) -> date | None:
        """The first month of the data, where later cohorts can be told from it: who is first seen in it may be an old customer.

        None where fewer than ``ENOUGH`` customers of later cohorts have a complete month after their first: they tell nothing.
        """
        first = next(iter(self.months), None)
        later = (row for row in self.cells.to_pylist() if row["complete"] and row["months_since"] == 1 and row["cohort"] != first)
        return first if sum(row["size"] for row in later) >= ENOUGH else None

    def average(self, measure: str = "share", *, later: bool = False, without: date | None = None) -> pa.Table:
        """Return the average curve over complete cells, larger cohorts weighing more; a cohort may be left out of it.

        One row per months_since that has one: months_since, cohorts and size (how many cohorts and customers it is the
        average of), value: the share of them that came (0–1), or for "revenue" what each brought (CNY, exact to the cent,
        half a cent up). Cohorts without customers do not count. ``measure`` "customers" is told as a share too.
        """
        _check(measure)
        sums: dict[int, list[Mapping[str, Any]]] = {}
        for row in self.cells.to_pylist():
            if row["complete"] and row["size"] and row["cohort"] != without:
                sums.setdefault(row["months_since"], []).append(row)
        money = measure == "revenue"
        values = [_mean(rows, money, later) for rows in sums.values()]
        return pa.table({
            "months_since": pa.array(sums.keys(), pa.int64()),
            "cohorts": pa.array(map(len, sums.values()), pa.int64()),
            "size": pa.array([sum(row["size"] for row in rows) for rows in sums.values()], pa.int64()),
            "value": pa.array(values, pa.decimal128(18, 2) if money else pa.float64()),
        }).sort_by("months_since")

    def _rows(self, cohort: date) -> list[dict[str, Any]]:
        return self.cells.filter(pc.equal(self.cells["cohort"], cohort)).to_pylist()


def read_cohorts(warehouse: Warehouse, store_id: int, as_of: date, *, complete_only: bool = True) -> Cohorts:
    """Return the cohorts of a store as of a day; with ``complete_only`` without the as-of month where it is not over.

    Nothing after ``as_of`` is seen, and nothing after the last month that counts: "or later" ends with it. A store without a
    known customer has no cells.
    """
    last = last_day_told(as_of, complete_only=complete_only)
    rows = warehouse.rows("measures/movement/cohorts", store=store_id, as_of=last, last_month=_number(last))
    months = [(_month(row["cohort_no"]), _month(row["cohort_no"] + row["months_since"])) for row in rows]
    count, money = pa.int64(), pa.decimal128(18, 2)
    kinds = {
        "months_since": count, "size": count, "customers": count, "customers_later": count, "revenue": money,
        "revenue_later": money,
    }
    cells = {name: pa.array([row[name] for row in rows], kind) for name, kind in kinds.items()}
    return Cohorts(as_of, complete_only, pa.table({
        "cohort": pa.array([cohort for cohort, _at in months], pa.date32()), **cells,
        "complete": pa.array([month_end(at) <= as_of for _cohort, at in months], pa.bool_()),
    }))


def cell_customers(
    warehouse: Warehouse, store_id: int, as_of: date, cohort: date, months_since: int, *, later: bool = False, came: bool = True
) -> pa.Table:
    """Return the customers of a cell of the triangle; with ``came`` False those of the cohort who are not in it.

    One row per customer: customer, name, phone, module, manager, first_visit, last_visit, came, visits and contribution (CNY)
    of the month, with ``later`` from that month to ``as_of``. Order: contribution descending, last visit descending, key.
    Nothing after ``as_of`` is seen; for the figures of complete months give the last day of one.
    """
    at = _month(_number(cohort) + months_since)
    found = warehouse.table(
        "measures/movement/cohort_customers", store=store_id, as_of=as_of, cohort_first=cohort, cohort_last=month_end(cohort),
        first_day=at, last_day=as_of if later else min(month_end(at), as_of),
    )
    return found.filter(found["came"] if came else pc.invert(found["came"]))


def average_customers(
    warehouse: Warehouse, store_id: int, found: Cohorts, months_since: int, *, later: bool = False, came: bool = True
) -> pa.Table:
    """Return the customers of all cells that ``Cohorts.average`` without the old is of, as ``cell_customers`` returns each."""
    rows = found.cells.filter(pc.equal(found.cells["months_since"], months_since)).to_pylist()
    cohorts = [row["cohort"] for row in rows if row["complete"] and row["size"] and row["cohort"] != found.old]
    cells = [
        cell_customers(warehouse, store_id, found.until, cohort, months_since, later=later, came=came) for cohort in cohorts
    ]
    if not cells:
        return cell_customers(warehouse, store_id, found.until, date.min, 0)
    order = (("contribution", "descending"), ("last_visit", "descending"), ("customer", "ascending"))
    return pa.concat_tables(cells).sort_by(list(order))


def month_customers(warehouse: Warehouse, store_id: int, as_of: date, month: date) -> pa.Table:
    """Return the customers who came, or were refunded, in a month: columns and order as ``cell_customers``.

    What they brought sums up to the identified revenue of the month. Nothing after ``as_of`` is seen.
    """
    return span_customers(warehouse, store_id, month, min(month_end(month), as_of), as_of)


def span_customers(warehouse: Warehouse, store_id: int, first: date, last: date, as_of: date | None = None) -> pa.Table:
    """Return the customers who came, or were refunded, between two days, both included, as seen on the last or on ``as_of``.

    Columns and order as ``cell_customers``: visits and contribution (CNY) are those of the span.
    """
    seen = as_of or last
    found = warehouse.table(
        "measures/movement/cohort_customers", store=store_id, as_of=seen, cohort_first=date.min, cohort_last=seen,
        first_day=first, last_day=last,
    )
    return found.filter(pc.or_(found["came"], pc.not_equal(found["contribution"], 0)))


def last_day_told(as_of: date, *, complete_only: bool) -> date:
    """Return the as-of day; with ``complete_only`` the last day of the last month that is over by then.

    >>> last_day_told(date(2026, 9, 29), complete_only=True), last_day_told(date(2026, 9, 30), complete_only=True)
    (datetime.date(2026, 8, 31), datetime.date(2026, 9, 30))
    """
    return as_of if month_is_over(as_of) or not complete_only else as_of.replace(day=1) - timedelta(days=1)


def finding_cohorts(found: Cohorts, lang: str, *, later: bool = False) -> str:
    """Return in words what share of the new customers comes again, by the average curve without the old (``Cohorts.old``)."""
    _ = translator(lang)
    shares = {row["months_since"]: row["value"] for row in found.average(later=later, without=found.old).to_pylist()}
    if not shares:
        return _("No complete month with a new customer yet")
    if 1 not in shares:
        return _("The first cohort has no complete month after it yet")
    far = next((month for month in (6, 3) if month in shares), None)
    first = format_ratio(shares[1], lang, 0)
    if later:
        text = _("{share} of new customers come again at least once after their first month")
        return text.format(share=first)
    if far is None:
        return _("{share} of new customers come in the month after their first").format(share=first)
    text = _("{share} of new customers come in the month after their first, {far} in month {month}")
    return text.format(share=first, far=format_ratio(shares[far], lang, 0), month=far)


def finding_average(rows: Sequence[Mapping[str, Any]], measure: str, lang: str, *, later: bool = False) -> str:
    """Return what a new customer does on average in the first and in the last of the ``rows`` of ``Cohorts.average``."""
    _ = translator(lang)
    texts = {
        (False, False): _("Of new customers {one} come in month {first}, {other} in month {last}"),
        (False, True): _("Of new customers {one} come in month {first} or later, {other} in month {last} or later"),
        (True, False): _("A new customer brings {one} in month {first}, {other} in month {last}"),
        (True, True): _("A new customer brings {one} from month {first} on, {other} from month {last} on"),
    }
    one, other = (
        format_money_short(row["value"], lang) if measure == "revenue" else format_ratio(row["value"], lang, 0)
        for row in (rows[0], rows[-1])
    )
    text = texts[measure == "revenue", later]
    return text.format(one=one, other=other, first=rows[0]["months_since"], last=rows[-1]["months_since"])


def finding_best_cohort(found: Cohorts, months: Sequence[date], measure: str, lang: str, *, later: bool = False) -> str:
    """Return which of the cohorts has the most in its month 1, in a measure of ``MEASURES``; that it is too early for any."""
    _ = translator(lang)
    values = {month: found.values(month, measure, later=later) for month in months}
    known = {month: row[1] for month, row in values.items() if len(row) > 1 and row[1] is not None}
    if not known:
        return _("The first cohort has no complete month after it yet")
    best = max(known, key=lambda month: known[month])
    text = {
        "customers": _("First here in {month}: {value} came in month 1, the most of these"),
        "share": _("First here in {month}: {value} came in month 1, the highest share of these"),
        "revenue": _("First here in {month}: they brought {value} in month 1, the most of these"),
    }[measure]
    if later:
        text = {
            "customers": _("First here in {month}: {value} came in month 1 or later, the most of these"),
            "share": _("First here in {month}: {value} came in month 1 or later, the highest share of these"),
            "revenue": _("First here in {month}: they brought {value} from month 1 on, the most of these"),
        }[measure]
    write = {"customers": count_customers, "share": partial(format_ratio, digits=0), "revenue": format_money_short}[measure]
    return text.format(month=format_month(best, lang), value=write(known[best], lang))


def finding_cell(
    customers: pa.Table, cohort: date, months_since: int, lang: str, *, later: bool = False, came: bool = True
) -> str:
    """Return how many customers ``cell_customers`` found, and what those who came brought."""
    _ = translator(lang)
    texts = {
        (True, False): _("{customers} of {cohort} came in {month} and brought {money}"),
        (True, True): _("{customers} of {cohort} came in {month} or later and brought {money}"),
        (False, False): _("{customers} of {cohort} did not come in {month}"),
        (False, True): _("{customers} of {cohort} came neither in {month} nor later"),
    }
    return texts[came, later].format(
        customers=count_customers(customers.num_rows, lang), cohort=format_month(cohort, lang),
        month=format_month(_month(_number(cohort) + months_since), lang),
        money=format_money_short(sum(customers["contribution"].to_pylist()), lang),
    )


def finding_average_cell(customers: pa.Table, months_since: int, lang: str, *, later: bool = False, came: bool = True) -> str:
    """Return how many customers ``average_customers`` found, and what those who came brought."""
    _ = translator(lang)
    texts = {
        (True, False): _("{customers} came {months} months after their first and brought {money}"),
        (True, True): _("{customers} came {months} months after their first or later and brought {money}"),
        (False, False): _("{customers} did not come {months} months after their first"),
        (False, True): _("{customers} came neither {months} months after their first nor later"),
    }
    return texts[came, later].format(
        customers=count_customers(customers.num_rows, lang), months=months_since,
        money=format_money_short(sum(customers["contribution"].to_pylist()), lang),
    )


def _check(measure: str) -> None:
    if measure not in MEASURES:
        known = ", ".join(MEASURES)
        raise InputError(
            "unknown_measure", N_("There is no measure “{measure}”. There are: {known}."), measure=measure, known=known
        )


def _value(row: Mapping[str, Any], measure: str, later: bool) -> int | float | Decimal | None:
    ending = "_later" if later else ""
    if measure == "share":
        return row[f"customers{ending}"] / row["size"] if row["size"] else None
    return row[f"{measure}{ending}"]


def _mean(rows: Sequence[Mapping[str, Any]], money: bool, later: bool) -> float | Decimal:
    total, size = sum(_value(row, "revenue" if money else "customers", later) for row in rows), sum(row["size"] for row in rows)
    return (total / size).quantize(CENT, ROUND_HALF_UP) if money else total / size


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _month(number: int) -> date:
    return date(number // 12, number % 12 + 1, 1)
