from datetime import date, timedelta
from decimal import Decimal

import pytest

from segmentation.measures.revenue.overview import (
    find_movements,
    finding_months,
    finding_movement,
    finding_overview,
    finding_recent_months,
    read_month_revenue,
    read_months,
    read_overview,
)
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings
from tests.houses import Bill, Profile, build

AS_OF = date(2026, 9, 10)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("overview") / "warehouse.duckdb")
    yield opened
    opened.close()


def overview(warehouse, bills, profiles=(), as_of=AS_OF, **changes):
    build(warehouse, bills, profiles)
    return read_overview(warehouse, 1, ABCD, as_of, settings(**changes))


def day(month, number):
    return date(2026, month, number)


def test_an_unfinished_month_is_held_against_the_same_days_of_the_month_before(warehouse):
    bills = [Bill("a", day(8, 1), 100), Bill("a", day(8, 10), 100), Bill("a", day(8, 11), 5000), Bill(None, day(9, 10), 150),
             Bill("a", day(9, 1), 150), Bill("a", day(9, 11), 7000), Bill("a", day(7, 31), 9000)]
    month = overview(warehouse, bills).month
    assert (month.start, month.is_complete, month.bills) == (day(9, 1), False, 2)
    assert (month.revenue, month.walk_in_revenue) == (300, 150)
    assert (month.previous_same_days, month.previous_month, month.previous_days_with_bills) == (200, 5200, 3)
    assert month.change == pytest.approx(0.5)


def test_the_last_of_march_is_held_against_the_whole_of_february(warehouse):
    build(warehouse, [Bill("a", day(2, 28), 40), Bill("a", day(3, 31), 50)])
    month = read_month_revenue(warehouse, 1, day(3, 31))
    assert (month.is_complete, month.previous_same_days, month.previous_month) == (True, 40, 40)


def test_without_a_month_before_there_is_no_change(warehouse):
    assert overview(warehouse, [Bill("a", AS_OF)]).month.change is None


def test_shares_of_the_revenue_by_who_brought_it(warehouse):
    bills = [Bill("awake", AS_OF, 300), Bill("asleep", day(3, 1), 200), Bill(None, day(5, 1), 400), Bill("散客", AS_OF, 100),
             Bill("awake", AS_OF + timedelta(days=1), 9999), Bill("asleep", date(2025, 9, 10), 5000)]
    found = overview(warehouse, bills, [Profile("散客", is_walk_in=True)])
    shares = found.window_shares
    assert (shares.total, shares.walk_in, shares.identified, shares.active) == (1000, 500, 500, 300)
    assert (shares.identified_share, shares.active_share) == (0.5, 0.3)
    assert (found.month_shares.total, found.month_shares.active_share) == (400, 0.75)


def test_the_months_run_without_a_gap_and_the_last_is_marked_unfinished(warehouse):
    bills = [Bill("a", day(6, 30), 10), Bill(None, day(8, 1), 20), Bill("a", day(9, 1), 30), Bill("a", day(9, 11), 99)]
    rows = overview(warehouse, bills).months.to_pylist()
    assert [(row["month"].month, row["total"], row["identified"], row["walk_in"], row["days_with_bills"]) for row in rows] == [
        (6, 10, 10, 0, 1), (7, 0, 0, 0, 0), (8, 20, 0, 20, 1), (9, 30, 30, 0, 1),
    ]
    assert [row["is_complete"] for row in rows] == [True, True, True, False]


def test_who_joined_who_is_back_and_who_fell_asleep(warehouse):
    bills = [
        Bill("stays", day(8, 1), 10), Bill("stays", day(9, 2), 10),
        Bill("joined", day(9, 3), 70),
        Bill("back", day(1, 5), 500), Bill("back", day(9, 4), 60),
        Bill("asleep", day(7, 5), 80), Bill("asleep", day(5, 1), 20),
        Bill("long gone", day(1, 1), 1000),
        Bill("later", day(9, 11), 1),
    ]
    found = overview(warehouse, bills, [Profile("asleep", "Lin", manager="Wang"), Profile("profile only")])
    bridge = found.bridge
    assert (bridge.active_start, bridge.churned, bridge.reactivated, bridge.new_active, bridge.active_end) == (2, 1, 1, 1, 3)
    assert (bridge.churned_contribution, bridge.reactivated_contribution, bridge.joined_contribution) == (100, 560, 70)
    assert [row["customer"] for row in find_movements(found, "joined").to_pylist()] == ["joined"]
    assert [row["customer"] for row in find_movements(found, "back").to_pylist()] == ["back"]
    asleep = find_movements(found, "asleep", limit=5).to_pylist()
    assert len(asleep) == 1
    assert [asleep[0][name] for name in ("customer", "name", "manager", "contribution")] == ["asleep", "Lin", "Wang", 100]
    assert (found.known, found.visited, found.active, found.not_visited) == (6, 5, 3, 1)


def test_what_the_sleepers_had_brought_is_of_the_window_in_which_they_were_still_awake(warehouse):
    found = overview(warehouse, [Bill("asleep", day(7, 5), 80), Bill("a", AS_OF)], window="60")
    assert (found.bridge.churned, found.bridge.churned_contribution) == (1, 80)


def test_who_came_once_and_is_asleep_again_joined_but_is_not_new(warehouse):
    found = overview(warehouse, [Bill("once", day(9, 1)), Bill("a", day(8, 31)), Bill("a", AS_OF)], active_days="5")
    assert (found.bridge.joined, found.bridge.new_active, found.bridge.active_start, found.bridge.active_end) == (1, 0, 1, 1)


def test_the_finding_of_a_house(warehouse):
    bills = [*(Bill(f"c{n}", AS_OF, 1000 + n) for n in range(8)), Bill("gone", day(7, 5), 82000), Bill(None, AS_OF, 3000),
             Bill("c1", day(8, 31), 1)]
    found = overview(warehouse, bills)
    assert finding_overview(found, "en") == (
        "Sep brought ¥11K up to day 10. 2 A customers bring 2% of the whole revenue."
    )
    assert finding_movement(found, "asleep", "en") == "Fell asleep in Sep: one customer who had brought ¥82K"
    assert finding_movement(found, "joined", "zh") == "9月新客：7位，已消费¥7,027"


@pytest.mark.parametrize(("then", "as_of", "said"), [
    (400, date(2026, 9, 30), "Sep brought ¥300, 25.0% less than Aug."), (200, date(2026, 9, 30), "Sep brought ¥300, 50.0% more than Aug."),
    (300, date(2026, 9, 30), "Sep brought ¥300, as much as Aug."), (400, date(2026, 9, 29), "Sep brought ¥300 up to day 29, 25.0% less than Aug by then."),
])
def test_the_finding_says_the_month_against_the_one_before(warehouse, then, as_of, said):
    found = overview(warehouse, [Bill(None, day(8, 5), then), Bill("a", day(9, 5), 300)], as_of=as_of)
    assert finding_overview(found, "en").startswith(said)


def test_the_finding_counts_in_words_where_there_is_one(warehouse):
    assert finding_overview(overview(warehouse, [Bill("a", AS_OF)]), "en") == (
        "Sep brought ¥100 up to day 10. One A customer brings 100% of the whole revenue."
    )


def test_the_finding_of_an_empty_store_says_what_to_do(warehouse):
    assert "Upload" in finding_overview(overview(warehouse, []), "en")
    assert "Upload" in finding_overview(overview(warehouse, [], [Profile("p")]), "en")
    assert "customer column" in finding_overview(overview(warehouse, [Bill(None, AS_OF)]), "en")


@pytest.mark.parametrize("bills", [
    [], [Bill(None, AS_OF)], [Bill("a", AS_OF, -5)], [Bill("a", AS_OF, 0)], [Bill("a", day(1, 1))],
    [Bill("a", day(7, 5), -10), Bill("b", AS_OF, 3)], [Bill("a", AS_OF, 10), Bill(None, AS_OF, -20)],
])
def test_a_finding_never_has_a_hole(warehouse, bills):
    for lang in ("zh", "en"):
        text = finding_overview(overview(warehouse, bills), lang)
        assert text
        assert not [hole for hole in ("NaN", "nan", "None", "{", "-") if hole in text]


def test_an_empty_store_gives_zeros_and_no_shares(warehouse):
    found = overview(warehouse, [])
    assert (found.known, found.active, found.window_shares.active_share, found.month.change) == (0, 0, None, None)
    assert found.months.num_rows == found.movements.num_rows == 0
    assert [row["customers"] for row in found.tiers.to_pylist()] == [0, 0, 0, 0]
    assert found.month.revenue == Decimal(0)


REFUNDED = [Bill("a", day(8, 5), -10), Bill("b", AS_OF, -3), Bill(None, AS_OF, -2)]


def test_customers_with_refunds_only_are_named_and_have_not_come(warehouse):
    build(warehouse, REFUNDED)
    found = read_overview(warehouse, 1, ABCD, AS_OF, ABCD.defaults())
    assert (found.named, found.visited) == (2, 0)
    assert finding_overview(found, "en") == "2 customers are named in the bills, but nobody has come yet: there are only refunds."
    build(warehouse, [Bill(None, AS_OF, 5)], [Profile("c")])
    assert finding_overview(read_overview(warehouse, 1, ABCD, AS_OF, ABCD.defaults()), "en").startswith("No bill names a customer")


def test_of_months_that_lost_money_none_is_the_best(warehouse):
    build(warehouse, REFUNDED)
    months = read_months(warehouse, 1, AS_OF)  # −10 in August, −5 in September
    assert finding_months(months, "en", AS_OF) == "Sep 2026 up to day 10: −¥5"
    assert finding_recent_months(months, "en", AS_OF) == "Sep 2026 up to day 10: −¥5"
