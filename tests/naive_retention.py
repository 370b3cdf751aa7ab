"""The bridge, cohorts and gaps in plain Python, customer by customer and day by day, to hold the SQL against."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal

from tests.houses import Bill
from tests.naive import visited

Seen = dict[str, list[Bill]]


def seen_by(bills: Iterable[Bill], as_of: date) -> Seen:
    """Return the bills of each known customer of store 1 who visited up to ``as_of``."""
    found: Seen = {}
    for bill in bills:
        if bill.customer not in (None, "散客") and bill.day <= as_of and bill.store_id == 1:
            found.setdefault(bill.customer, []).append(bill)
    return {who: bills for who, bills in found.items() if visited(bills)}


def is_active(bills: Iterable[Bill], day: date, active_days: int) -> bool:
    last = max((bill.day for bill in visited(bills) if bill.day <= day), default=None)
    return last is not None and (day - last).days <= active_days


def spent(bills: Iterable[Bill], after: date, until: date) -> Decimal:
    return sum((Decimal(bill.amount) for bill in bills if after < bill.day <= until), Decimal(0))


def bridge(seen: Seen, start: date, end: date, active_days: int, window: str) -> dict[str, int | Decimal | float | None]:
    """Return what is said of the period from ``start`` to ``end``, both included."""
    before = start - timedelta(days=1)
    begins = {day: date.min if window == "all" else day - timedelta(days=int(window)) for day in (before, end)}
    was = {who for who, bills in seen.items() if is_active(bills, before, active_days)}
    now = {who for who, bills in seen.items() if is_active(bills, end, active_days)}
    known = {who for who, bills in seen.items() if min(bill.day for bill in visited(bills)) <= before}
    churned, back, new = was - now, (now - was) & known, now - known
    days = [{bill.day for bill in visited(bills) if begins[end] < bill.day <= end} for bills in seen.values()]
    once, twice = (sum(len(each) >= least for each in days) for least in (1, 2))
    return {
        "active_start": len(was), "churned": len(churned), "reactivated": len(back), "new": len(new), "active_end": len(now),
        "window_customers": once, "returning_customers": twice,
        "churned_contribution": sum((spent(seen[who], begins[before], before) for who in churned), Decimal(0)),
        "reactivated_contribution": sum((spent(seen[who], before, end) for who in back), Decimal(0)),
        "new_contribution": sum((spent(seen[who], before, end) for who in new), Decimal(0)),
    }


def month_no(day: date) -> int:
    return day.year * 12 + day.month - 1


def cohort_cells(seen: Seen, last_month: date) -> dict[tuple[date, int], tuple[int, int, Decimal, Decimal]]:
    """Return customers, those of this month or later, revenue, that of this month or later, by cohort and months since."""
    cells: dict[tuple[date, int], tuple[int, int, Decimal, Decimal]] = {}
    for cohort in {min(bill.day for bill in visited(bills)).replace(day=1) for bills in seen.values()}:
        members = [bills for bills in seen.values() if min(bill.day for bill in visited(bills)).replace(day=1) == cohort]
        for since in range(month_no(last_month) - month_no(cohort) + 1):
            at = month_no(cohort) + since
            inside = [[bill for bill in bills if month_no(bill.day) == at] for bills in members]
            later = [[bill for bill in bills if at <= month_no(bill.day) <= month_no(last_month)] for bills in members]
            sums = [sum((Decimal(bill.amount) for bills in each for bill in bills), Decimal(0)) for each in (inside, later)]
            came = [sum(bool(visited(bills)) for bills in each) for each in (inside, later)]
            cells[cohort, since] = (*came, *sums)
    return cells
