"""How far the managers are with September 2026 on the 10th, worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.measures.managers.progress import read_missed, read_progress
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings
from tests.houses import Bill
from tests.managed import build_managed as build

MONTH, AS_OF = date(2026, 9, 1), date(2026, 9, 10)
PLAN = pa.table({
    "manager": ["李", "王"], "tier": ["A", "B"], "customers": [1, 3], "bookings": [10, 4],
    "revenue": [Decimal("960.00"), Decimal("96.00")],
})


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("progress") / "warehouse.duckdb")
    yield opened
    opened.close()


def three_months():
    """100 on every day of June to August, but 400 on the Mondays of August; that of 5 August is a's, whom 李 looks after."""
    days = [date(2026, 6, 1) + timedelta(days=number) for number in range(92)]
    return [
        Bill("a", day, 100, manager="李") if day == date(2026, 8, 5)
        else Bill(None, day, 400 if day.month == 8 and day.weekday() == 0 else 100)
        for day in days
    ]


DONE = [  # 王 served a, but the manager is the one of the month before's end
    Bill("a", date(2026, 9, 3), 124, manager="王"), Bill("a", date(2026, 9, 10), 124, manager="王"),
    Bill("n", date(2026, 9, 5), 50, manager="王"), Bill(None, date(2026, 9, 6), 999),
]


def rows_of(warehouse, as_of, plan=PLAN):
    found = read_progress(warehouse, 1, ABCD, MONTH, as_of, settings(), plan)
    return {(row.manager, row.tier, row.measure): tuple(
        None if each is None else str(each) for each in (row.target, row.actual, row.expected_by_now, row.projection, row.low, row.high)
    ) for row in found.rows}, found


def test_what_is_done_is_laid_beside_what_the_weekdays_so_far_weigh(warehouse):
    # a Monday weighs (9 × 100 + 5 × 400) ÷ 14 = 1450/7, other days 100: the 10 days weigh 7750/7 of 24000/7, that is 31/96;
    # by June or July alone 10/30, by August alone 13/42
    build(warehouse, three_months() + DONE)
    rows, found = rows_of(warehouse, AS_OF)
    assert rows == {
        ("李", "A", "customers"): ("1", "1", "1", None, None, None),
        ("李", "A", "bookings"): ("10", "2", "3.23", "6.19", "6.00", "6.46"),
        ("李", "A", "revenue"): ("960.00", "248.00", "310.00", "768.00", "744.00", "801.23"),
        ("王", "B", "customers"): ("3", "0", "3", None, None, None),
        ("王", "B", "bookings"): ("4", "0", "1.29", "0.00", "0.00", "0.00"),
        ("王", "B", "revenue"): ("96.00", "0", "31.00", "0.00", "0.00", "0.00"),
        (None, "new", "customers"): (None, "1", None, None, None, None),
        (None, "new", "bookings"): (None, "1", None, "3.10", "3.00", "3.23"),
        (None, "new", "revenue"): (None, "50.00", None, "154.84", "150.00", "161.54"),
    }
    assert [(row.manager, str(row.gap)) for row in found.behind()] == [("李", "-62.00"), ("王", "-31.00")]


def test_later_bills_change_nothing_of_an_earlier_day(warehouse):
    build(warehouse, three_months() + DONE)
    before = rows_of(warehouse, AS_OF)[0]
    later = [Bill("a", date(2026, 9, 11), 5000, manager="周"), Bill("z", date(2026, 9, 12), 9000), Bill(None, date(2026, 10, 3), 1)]
    build(warehouse, three_months() + DONE + later)
    assert rows_of(warehouse, AS_OF)[0] == before


def test_nothing_is_projected_before_the_fourth_day_and_all_is_expected_when_the_month_is_over(warehouse):
    build(warehouse, three_months() + DONE)
    assert rows_of(warehouse, date(2026, 9, 3))[0]["李", "A", "revenue"] == ("960.00", "124.00", "84.00", None, None, None)
    over, found = rows_of(warehouse, date(2026, 10, 5))
    assert found.as_of == date(2026, 9, 30)
    assert over["李", "A", "revenue"] == ("960.00", "248.00", "960.00", "248.00", "248.00", "248.00")


def test_without_months_before_nothing_is_expected_or_projected_and_without_a_plan_nothing_is_aimed_at(warehouse):
    build(warehouse, DONE)
    rows = rows_of(warehouse, AS_OF, PLAN.slice(0, 0))[0]
    assert set(rows) == {(None, "new", measure) for measure in ("customers", "bookings", "revenue")}
    assert rows[None, "new", "revenue"] == (None, "298.00", None, None, None, None)


def test_who_was_expected_and_has_not_come_is_named(warehouse):
    # every ten days up to 25, 28, 26 and 20 August: expected on 4, 7, 5 September and 30 August, which was before the month; late
    # came on the 6th, soon not until the 11th, and rare has no rhythm
    bills = three_months() + [Bill(None, date(2026, 9, day)) for day in range(1, 31)]
    for name, last, amount in (("late", 25, 10), ("soon", 28, 20), ("silent", 26, 30), ("gone", 20, 40)):
        bills += [Bill(name, date(2026, 8, last) - timedelta(days=10 * ago), amount, manager="李") for ago in range(4)]
    bills += [Bill("rare", date(2026, 8, 26), 90), Bill("late", date(2026, 9, 6)), Bill("soon", date(2026, 9, 11))]
    build(warehouse, bills)
    missed = read_missed(warehouse, 1, ABCD, MONTH, AS_OF, settings())
    assert [(row["customer"], row["manager"], row["expected_on"].day, str(row["contribution"])) for row in missed] == [
        ("silent", "李", 5, "120.00"), ("soon", "李", 7, "80.00"),
    ]
    assert [row["customer"] for row in read_missed(warehouse, 1, ABCD, MONTH, date(2026, 9, 5), settings())] == ["silent", "late"]
    assert read_missed(warehouse, 1, ABCD, MONTH, date(2026, 8, 31), settings()) == []
