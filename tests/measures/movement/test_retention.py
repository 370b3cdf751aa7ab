from datetime import date, timedelta
from decimal import Decimal

import pytest

from segmentation.language.errors import InputError
from segmentation.measures.movement.lifetime import Lifetime, read_lifetime, replacement_cost
from segmentation.measures.movement.retention import finding_worst, read_retention
from segmentation.measures.windows import Window
from segmentation.warehouse import Warehouse
from tests.grades import settings
from tests.houses import Bill, Profile, build

AS_OF = date(2026, 9, 10)
BRIDGE = ("active_start", "churned", "reactivated", "new", "active_end")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("retention") / "warehouse.duckdb")
    yield opened
    opened.close()


def day(month, number, year=2026):
    return date(year, month, number)


def read(warehouse, bills, as_of=AS_OF, period="month", profiles=(), **changes):
    build(warehouse, bills, profiles)
    return read_retention(warehouse, 1, as_of, settings(**changes), period)


def bridges(found):
    return [tuple(row[name] for name in BRIDGE) for row in found.periods.to_pylist()]


HOUSE = [
    Bill("stays", day(5, 1), 10), Bill("stays", day(6, 20), 10), Bill("stays", day(8, 15), 10),
    Bill("lost", day(5, 2), 80), Bill("lost", day(5, 30), 20),  # active until 29 July
    Bill("back", day(5, 3), 500), Bill("back", day(8, 31), 60),  # asleep from 3 July on
    Bill("new", day(7, 4), 70), Bill(None, day(6, 1), 5),
]


def test_the_bridge_of_every_month(warehouse):
    found = read(warehouse, HOUSE)
    assert bridges(found) == [(0, 0, 0, 3, 3), (3, 0, 0, 0, 3), (3, 2, 0, 1, 2), (2, 0, 1, 0, 3), (3, 1, 0, 0, 2)]
    rows = found.periods.to_pylist()
    assert [(row["start"], row["end"], row["complete"]) for row in rows[-2:]] == [
        (day(8, 1), day(8, 31), True), (day(9, 1), AS_OF, False),
    ]
    assert [row["churn_rate"] for row in rows] == [None, 0, pytest.approx(2 / 3), 0, pytest.approx(1 / 3)]
    assert rows[2]["retention"] == pytest.approx(1 / 3)


def test_the_money_that_left_and_came(warehouse):
    july, august = read(warehouse, HOUSE).periods.to_pylist()[2:4]
    assert (july["churned_contribution"], july["new_contribution"]) == (600, 70)
    assert august["reactivated_contribution"] == 60
    assert finding_worst(read(warehouse, HOUSE), "en") == "Most fell asleep in Jul 2026: 2 customers, who had brought ¥600"
    quiet = read(warehouse, [Bill("stays", day(9, 1), 10)])
    assert finding_worst(quiet, "en") == "Nobody fell asleep in any of these periods"
    july = read(warehouse, HOUSE, window="60").periods.to_pylist()[2]
    assert july["churned_contribution"] == 600  # in the 60 days up to 30 June: all of May but the first
    assert read(warehouse, [*HOUSE, Bill("lost", day(5, 1), 7)], window="60").periods.to_pylist()[2]["churned_contribution"] == 600


def test_who_came_once_and_is_asleep_again_at_the_end_is_in_neither(warehouse):
    once = [Bill("a", day(6, 1)), Bill("once", day(7, 1)), Bill("a", day(7, 31)), Bill("once", day(8, 30))]
    assert bridges(read(warehouse, once, active_days="5")) == [
        (0, 0, 0, 0, 0), (0, 0, 1, 0, 1), (1, 1, 1, 0, 1), (1, 1, 0, 0, 0),
    ]


def test_who_was_lost_and_came_in_between_is_lost(warehouse):
    bills = [Bill("a", day(6, 29)), Bill("a", day(7, 3)), Bill("b", day(6, 1))]
    assert bridges(read(warehouse, bills, as_of=day(7, 31), active_days="10")) == [(0, 0, 0, 1, 1), (1, 1, 0, 0, 0)]


def test_exactly_active_days_is_active(warehouse):
    assert bridges(read(warehouse, [Bill("a", day(7, 2))], as_of=day(8, 31))) == [(0, 0, 0, 1, 1), (1, 0, 0, 0, 1)]
    assert bridges(read(warehouse, [Bill("a", day(7, 1))], as_of=day(8, 31))) == [(0, 0, 0, 1, 1), (1, 1, 0, 0, 0)]


def test_the_return_rate_counts_days_in_the_window(warehouse):
    bills = [Bill("twice", day(6, 1)), Bill("twice", day(6, 2)), Bill("one evening", day(6, 1)), Bill("one evening", day(6, 1)),
             Bill("apart", day(5, 1)), Bill("apart", day(8, 1))]
    rows = read(warehouse, bills, as_of=day(8, 31), window="60").periods.to_pylist()
    assert [(row["window_customers"], row["returning_customers"]) for row in rows] == [(1, 0), (2, 1), (1, 0), (1, 0)]
    assert rows[1]["return_rate"] == 0.5
    assert [row["returning_customers"] for row in read(warehouse, bills, window="all").periods.to_pylist()] == [0, 1, 1, 2, 2]


def test_quarters_and_years_follow_the_calendar(warehouse):
    found = read(warehouse, [Bill("a", day(11, 9, 2025)), Bill("b", day(2, 1))], as_of=day(6, 30), period="quarter")
    assert [(row["start"], row["end"]) for row in found.periods.to_pylist()] == [
        (day(10, 1, 2025), day(12, 31, 2025)), (day(1, 1), day(3, 31)), (day(4, 1), day(6, 30)),
    ]
    assert [row["complete"] for row in found.periods.to_pylist()] == [False, True, True]
    assert bridges(found) == [(0, 0, 0, 1, 1), (1, 1, 0, 1, 1), (1, 1, 0, 0, 0)]
    assert len(bridges(read(warehouse, [Bill("a", day(11, 9, 2025))], period="year"))) == 2


def test_an_unknown_period_is_refused(warehouse):
    with pytest.raises(InputError):
        read(warehouse, [], period="week")


def test_averages_leave_out_unfinished_months_and_those_in_which_nobody_could_be_lost_yet(warehouse):
    found = read(warehouse, HOUSE)
    assert [row["settled"] for row in found.periods.to_pylist()] == [False, False, True, True, False]
    assert found.average("churn_rate") == pytest.approx(2 / 5)
    assert found.average("retention") == pytest.approx(3 / 5)
    assert found.last_complete["start"] == day(8, 1)


def test_a_month_that_began_before_the_first_bill_is_incomplete(warehouse):
    assert [row["complete"] for row in read(warehouse, [Bill("a", day(7, 2))], day(8, 31)).periods.to_pylist()] == [False, True]
    assert [row["complete"] for row in read(warehouse, [Bill(None, day(7, 1))], day(8, 31)).periods.to_pylist()] == [True, True]


def test_a_year_tells_how_long_a_customer_stays(warehouse):
    five = [f"c{number}" for number in range(5)]
    bills = [Bill(None, day(1, 1, 2025)), *(Bill(who, day(8, 20, 2025), 100) for who in five),
             *(Bill(who, day(8, 20), 100) for who in five[1:]), Bill("later", day(5, 1))]
    build(warehouse, bills)
    found = read_lifetime(warehouse, 1, AS_OF, settings())
    assert (found.start, found.end, found.months, found.annualised) == (day(9, 1, 2025), day(8, 31), 12, False)
    assert (found.active_start, found.churned, found.churned_contribution) == (5, 1, 100)
    assert (found.annual_churn, found.years) == (0.2, 5)
    assert (found.years_with_less, found.years_gained) == (pytest.approx(1 / 0.15), pytest.approx(1 / 0.15 - 5))
    assert (found.kept_customers, found.kept_contribution) == (0, Decimal("25.00"))  # a quarter of a customer
    assert found.window == Window("365", day(8, 31, 2025), 2)  # the two days with bills; months lie between them


def test_without_a_year_the_months_are_annualised(warehouse):
    build(warehouse, HOUSE)
    found = read_lifetime(warehouse, 1, AS_OF, settings())
    assert (found.annualised, found.months, found.start, found.end) == (True, 2, day(7, 1), day(8, 31))
    assert found.annual_churn == pytest.approx(1 - (1 / 3) ** 6)


@pytest.mark.parametrize(("months", "annualised", "enough"), [(5, True, False), (6, True, True), (12, False, True)])
def test_a_lifetime_is_enough_from_six_months_on_or_measured_on_a_year(months, annualised, enough):
    found = Lifetime(date(2026, 3, 1), date(2026, 8, 31), months, annualised, 10, 5, Decimal(0), 0.5)
    assert found.is_enough is enough


def test_stretches_without_a_bill_are_told(warehouse):
    days = [day(1, 1), day(1, 29), day(2, 27), day(8, 1), day(9, 30)]  # 27, 28, 154 and, after the as-of day, 59 days apart
    build(warehouse, [Bill("a", days[0]), *(Bill(None, each) for each in days[1:])])
    found = read_retention(warehouse, 1, day(8, 31), settings())
    assert found.without_bills == ((day(1, 30), day(2, 26)), (day(2, 28), day(7, 31)))


def test_without_a_settled_month_nothing_is_said_of_a_lifetime(warehouse):
    for bills in ([], [Bill(None, day(1, 1))], [Bill("a", day(9, 1))], [Bill(None, day(1, 1, 2024))]):
        build(warehouse, bills)
        assert read_lifetime(warehouse, 1, AS_OF, settings()) is None


def test_where_nobody_left_no_lifetime_is_told(warehouse):
    build(warehouse, [Bill("a", day(month, 1, year)) for year in (2025, 2026) for month in range(1, 10)])
    found = read_lifetime(warehouse, 1, AS_OF, settings())
    assert (found.annual_churn, found.years, found.years_with_less, found.years_gained) == (0, None, None, None)
    assert (found.kept_customers, found.kept_contribution) == (0, 0)


def test_replacing_the_lost_costs_as_much_as_keeping_five_times_as_many():
    found = replacement_cost(7)
    assert (found.as_many_kept, found.cost) == (35, None)
    assert set(found.rule.source) == {"zh", "en"}
    assert replacement_cost(7, Decimal("12.345")).cost == Decimal("432.08")


def test_a_gap_of_three_months_is_told_as_it_was(warehouse):
    found = read(warehouse, [Bill("a", day(3, 31)), Bill("b", day(3, 1)), Bill("a", day(7, 5))], as_of=day(7, 31))
    assert bridges(found) == [(0, 0, 0, 2, 2), (2, 0, 0, 0, 2), (2, 2, 0, 0, 0), (0, 0, 0, 0, 0), (0, 0, 1, 0, 1)]


def test_one_month_one_customer_and_only_walk_ins(warehouse):
    assert bridges(read(warehouse, [Bill("a", AS_OF)])) == [(0, 0, 0, 1, 1)]
    walk_ins = read(warehouse, [Bill(None, day(8, 1)), Bill("散客", AS_OF)], profiles=[Profile("散客", is_walk_in=True)])
    assert bridges(walk_ins) == [(0, 0, 0, 0, 0)] * 2
    assert [row["churn_rate"] for row in walk_ins.periods.to_pylist()] == [None, None]
    assert (walk_ins.average("churn_rate"), walk_ins.average("return_rate"), walk_ins.average("retention")) == (None, None, None)
    empty = read(warehouse, [])
    assert (empty.begins, empty.periods.num_rows, empty.last_complete) == (None, 0, None)


def test_customers_counted_in_slices_add_up_to_the_same(tmp_path, monkeypatch):
    warehouse = Warehouse(tmp_path / "w.duckdb")
    build(warehouse, [Bill(f"c{n}", date(2026, 1, 5) + timedelta(days=(n * 37 + v * 41) % 250), 100 + n) for n in range(9) for v in range(4)])
    whole = read_retention(warehouse, 1, date(2026, 9, 30), {"active_days": 60, "window": "365"})
    monkeypatch.setattr("segmentation.measures.movement.retention.AT_ONCE", 2)
    assert read_retention(warehouse, 1, date(2026, 9, 30), {"active_days": 60, "window": "365"}) == whole
    assert sum(row["new"] for row in whole.periods.to_pylist()) >= 5
    warehouse.close()
