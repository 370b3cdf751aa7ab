"""How far the managers are with September 2026 on the 10th, worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import hypothesis
import pyarrow as pa
import pytest
from hypothesis import strategies as st

from segmentation.ingest.pending import mark_pending
from segmentation.measures.managers.progress import (
    read_done,
    read_due,
    read_house_revenue,
    read_missed,
    read_progress,
    rounded,
    weeks_of,
)
from segmentation.measures.managers.progress_words import (
    explain_gaps,
    finding_behind,
    finding_by_grade,
    finding_gap,
    finding_missed,
    finding_progress,
)
from segmentation.measures.movement.follow_up import follow_up
from segmentation.shell.progress import progress_answer
from segmentation.warehouse import Warehouse
from tests import naive
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


def test_a_month_end_that_is_kept_is_read_until_something_has_changed_since(tmp_path):
    warehouse = Warehouse(tmp_path / "own.duckdb")
    build(warehouse, three_months() + DONE)
    graded, _found = rows_of(warehouse, AS_OF)
    assert follow_up(warehouse, 1).error is None
    assert rows_of(warehouse, AS_OF)[0] == graded
    with warehouse.writing() as cursor:  # to see whence it comes
        cursor.execute("update snapshot_tiers set tier = 'C' where customer_key = 'a' and month_end = date '2026-08-31'")
    assert rows_of(warehouse, AS_OF)[0]["李", "C", "revenue"][1] == graded["李", "A", "revenue"][1] == "248.00"
    with warehouse.writing() as cursor:
        mark_pending(cursor, 1)
    assert rows_of(warehouse, AS_OF)[0] == graded
    warehouse.close()


def test_what_is_done_is_laid_beside_what_the_weekdays_so_far_weigh(warehouse):
    # a Monday weighs (9 × 100 + 5 × 400) ÷ 14 = 1450/7, other days 100: the 10 days weigh 7750/7 of 24000/7, that is 31/96;
    # by June or July alone 10/30, by August alone 13/42
    build(warehouse, three_months() + DONE)
    # walk-ins and new customers too: 124 + 50 up to the 5th, 124 + 999 after it
    assert [read_house_revenue(warehouse, 1, MONTH, day) for day in (date(2026, 9, 5), AS_OF)] == [Decimal(174), Decimal(1297)]
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


def test_a_month_without_bills_is_no_month_without_sales(warehouse):
    # in September there is no bill, though bills go on in October; a was due on the 15th of August and later
    gaps = [Bill("a", date(2026, 8, day), 100, manager="李") for day in (5, 12, 19, 26)]
    build(warehouse, three_months() + gaps + [Bill("a", date(2026, 10, 2), 100)])
    for as_of in (date(2026, 10, 2), date(2026, 9, 30), date(2026, 8, 31)):  # bills go on, end before it, it has not begun
        rows, found = rows_of(warehouse, as_of)
        assert (found.has_bills, found.behind(), found.whole("revenue").projection) == (False, [], None)
        assert (rows["李", "A", "revenue"][0], *rows["李", "A", "revenue"][2:]) == ("960.00", None, None, None, None)
        assert rows["李", "A", "customers"][2] is None
        assert read_missed(warehouse, 1, ABCD, MONTH, as_of, settings()) == []
        assert finding_progress(found, "zh") == "2026年9月没有账单：先把账单传上来，才看得出进度。"
        assert {progress_answer(row, found.has_bills)["actual"] for row in found.rows} == {None}
    build(warehouse, three_months() + gaps + [Bill(None, date(2026, 9, 20), 7)])  # one bill, and the month is told
    rows, found = rows_of(warehouse, date(2026, 9, 20))
    assert (found.has_bills, rows["李", "A", "revenue"][1]) == (True, "0.00")
    assert [row["customer"] for row in read_missed(warehouse, 1, ABCD, MONTH, date(2026, 9, 20), settings())] == ["a"]


def test_a_week_has_the_part_of_the_plan_that_its_days_weigh(warehouse):
    # the 8th to the 14th weigh 6 × 100 + 1450/7 = 5650/7 of 24000/7: 113/480 of 960 and of 10; the days up to the 10th weigh 300 of
    # them, so that 42/113 is expected; early, so that nothing is projected
    build(warehouse, three_months() + DONE)
    found = read_progress(warehouse, 1, ABCD, MONTH, AS_OF, settings(), PLAN, weeks_of(MONTH)[1])
    money, tables, people = (found.of("李", "A", measure) for measure in ("revenue", "bookings", "customers"))
    assert (money.target, money.actual, money.expected_by_now) == (Decimal("226.00"), Decimal("124.00"), Decimal("84.00"))
    assert (money.projection, money.gap, tables.target, people.target) == (None, Decimal("40.00"), Decimal("2.35"), Decimal(1))
    over = read_progress(warehouse, 1, ABCD, MONTH, AS_OF, settings(), PLAN, weeks_of(MONTH)[0])
    assert (over.as_of, over.of("李", "A", "revenue").actual) == (date(2026, 9, 7), Decimal("124.00"))
    assert sum(read_progress(warehouse, 1, ABCD, MONTH, AS_OF, settings(), PLAN, week).whole("revenue").target for week in weeks_of(MONTH)) \
        == Decimal("1056.00")


def test_the_gap_is_told_by_its_tables_its_standard_and_who_has_not_come(warehouse):
    build(warehouse, three_months() + DONE)
    found = rows_of(warehouse, AS_OF)[1]
    missed = [{"manager": "王", "tier": "B", "name": "Wei", "customer": "w"}]
    # 李: 3.23 tables due, 2 came, of 96.00 each planned and 124.00 found
    assert [finding_gap(gap, "en") for gap in explain_gaps(found, missed)] == [
        "tables: 2 of 3 due by now; the average per table rose from ¥96 to ¥124", "tables: 0 of 1 due by now; Wei not come yet",
    ]
    # 248 of (960 + 96) × 31/96 = 341
    assert finding_progress(found, "en") == "Up to 10 Sep: ¥248 of ¥341 expected by now, ¥93 short, most of it with 李 (¥62)."
    assert finding_progress(found, "zh") == "到9月10日做了¥248，按进度该到¥341，差¥93，主要差在李（¥62）。"


def test_who_stands_behind_a_row_adds_up_to_it(warehouse):
    build(warehouse, three_months() + DONE)
    span = (MONTH, date(2026, 9, 30))

    def done(manager, **which):
        rows = read_done(warehouse, 1, ABCD, MONTH, AS_OF, settings(), manager, span, **which)
        return [(row["customer"], row["tier"], str(row["contribution"]), row["visits"]) for row in rows.to_pylist()]

    assert done("李") == [("a", "A", "248.00", 2)]
    assert done("李", active=True) == done("李")
    assert done(None, newcomers=True) == [("n", None, "50.00", 1)]
    assert done("王") == done(None) == []


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


def test_a_month_of_new_customers_alone_is_theirs_and_nobody_was_expected(warehouse):
    build(warehouse, DONE)  # 248 of a and 50 of n
    found = rows_of(warehouse, AS_OF, PLAN.slice(0, 0))[1]
    assert finding_progress(found, "en") == "Up to 10 Sep: ¥298 from new customers; nobody was a customer before the month."
    assert finding_progress(found, "zh") == "到9月10日，新客户带来¥298；月初还没有老客户。"
    assert finding_behind(found.of_managers("revenue"), "zh") == finding_by_grade(found, ABCD, "zh") == "新客户做得最多：¥298"
    due = read_due(warehouse, 1, ABCD, MONTH, AS_OF, settings())
    assert finding_missed(due, len(due), "zh") == "按各人的来店规律，这段时间没有客户该来。"
    build(warehouse, [Bill(None, date(2026, 9, 6), 999)])
    walked = rows_of(warehouse, AS_OF, PLAN.slice(0, 0))[1]
    assert finding_progress(walked, "en") == "Up to 10 Sep: no bill names a customer."


def test_titles_of_managers_and_grades_say_who_lacks_or_has_most(warehouse):
    build(warehouse, three_months() + DONE)
    found = rows_of(warehouse, AS_OF)[1]
    assert finding_by_grade(found, ABCD, "en") == "Furthest behind: 李 · A, ¥62 short"
    unplanned = rows_of(warehouse, AS_OF, PLAN.slice(0, 0))[1]  # a, whom 李 looks after, 248 on two tables; n 50
    assert finding_by_grade(unplanned, ABCD, "en") == "Most from 李 · A: ¥248"
    assert [finding_behind(unplanned.of_managers(name), "en") for name in ("revenue", "bookings")] == ["Most from 李: ¥248", "Most from 李: 2"]


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
    due = read_due(warehouse, 1, ABCD, MONTH, AS_OF, settings())  # late has come
    assert [(row["customer"], row["has_come"]) for row in due] == [("silent", False), ("soon", False), ("late", True)]
    assert finding_missed(missed, 3, "en") == "2 were expected and have not come, worth ¥200"
    assert finding_missed([], 3, "en") == "3 were expected, and all have come"
    assert [row["customer"] for row in read_missed(warehouse, 1, ABCD, MONTH, date(2026, 9, 5), settings())] == ["silent", "late"]
    assert read_missed(warehouse, 1, ABCD, MONTH, date(2026, 8, 31), settings()) == []


def naive_progress(bills, plan, as_of):
    """Every row's figures, customer by customer and day by day, from the wording of the definition."""
    known = [bill for bill in bills if bill.day < MONTH]
    tiers = naive.tiers_of(naive.facts_of(known, MONTH - timedelta(days=1), naive.Rules()), naive.Rules())
    done = {}
    for key in {bill.customer for bill in bills if bill.customer and bill.day <= as_of}:
        own = [bill for bill in bills if bill.customer == key and bill.day <= as_of]
        before = [bill for bill in own if bill.day < MONTH]
        named = [bill.manager for bill in sorted(before, key=lambda bill: bill.day) if bill.manager]
        place = (named[-1] if named else None, tiers[key] or "D") if before else (None, "new")
        month = [bill for bill in own if bill.day >= MONTH]
        sums = done.setdefault(place, [0, 0, Decimal(0)])
        sums[0] += max(bill.day for bill in own) >= as_of - timedelta(days=60)
        sums[1] += sum(bill.tables for bill in month)
        sums[2] += sum(bill.amount for bill in month)
    months = [[day for day in (date(2026, 6, 1) + timedelta(days=n) for n in range(92)) if day.month == number] for number in (6, 7, 8)]
    months = [days for days in months if any(bill.day in days for bill in bills)]

    def share(days):
        def weight(day):
            alike = [each for each in days if each.weekday() == day.weekday()]
            return Fraction(sum(bill.amount for bill in bills if bill.day in alike)) / len(alike) if alike else Fraction(0)
        month = [MONTH + timedelta(days=n) for n in range(30)]
        whole = sum(map(weight, month))
        return sum(weight(day) for day in month if day <= as_of) / whole if whole else None

    mean, alone, rows = share([day for days in months for day in days]), [share(days) for days in months], {}
    for place in {*done, *((row["manager"], row["tier"]) for row in plan)}:
        planned = next((row for row in plan if (row["manager"], row["tier"]) == place), None)
        for at, measure in enumerate(("customers", "bookings", "revenue")):
            target, actual = planned and Decimal(planned[measure]), Decimal(done.get(place, [0, 0, 0])[at])
            ends = sorted(rounded(Fraction(actual) / each) for each in alone if each)
            flows, is_told = measure != "customers", bool(mean) and as_of.day >= 4 and measure != "customers"
            rows[*place, measure] = (
                target, actual, target if not flows else None if target is None or mean is None else rounded(Fraction(target) * mean),
                rounded(Fraction(actual) / mean) if is_told else None, ends[0] if is_told and ends else None,
                ends[-1] if is_told and ends else None,
            )
    return rows


@hypothesis.settings(max_examples=6, deadline=None)
@hypothesis.given(st.randoms(use_true_random=False))
def test_progress_is_that_of_the_naive_reference(warehouse, chance):
    as_of, names = date(2026, 9, chance.choice([2, 4, 17, 30])), [None, "李", "王"]
    days = chance.choice([range(1, 122), [1, 40, 80, 93, 100, 110], [*range(60, 92), 95, 118]])
    bills = [
        Bill(key, date(2026, 5, 31) + timedelta(days=day), Decimal(chance.choice([5, 70, 80])), chance.choice([1, 2]), manager=chance.choice(names))
        for key in [*"abcdef", None] for day in chance.sample(list(days), chance.randint(0, 5))
    ]
    plan = [
        {"manager": manager, "tier": tier, "customers": 2, "bookings": 7, "revenue": Decimal(chance.choice([100, 999]))}
        for manager in names for tier in "ABCD" if chance.random() < 0.5
    ]
    bills.append(Bill(None, MONTH, Decimal(5)))  # without any bill of the month nothing is told
    build(warehouse, bills)
    found = read_progress(warehouse, 1, ABCD, MONTH, as_of, settings(), pa.Table.from_pylist(plan, PLAN.schema))
    assert {
        (row.manager, row.tier, row.measure): (row.target, row.actual, row.expected_by_now, row.projection, row.low, row.high)
        for row in found.rows
    } == naive_progress(bills, plan, as_of)
