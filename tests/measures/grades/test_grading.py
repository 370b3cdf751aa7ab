from datetime import timedelta
from decimal import Decimal

import pytest

from segmentation.fields import label
from segmentation.language.errors import InputError
from segmentation.measures.grades.customers import customers_page
from segmentation.measures.grades.explanation import explain
from segmentation.measures.grades.grading import COLUMNS, default_as_of, grade, rehearse, tier_summary
from segmentation.schemes import parse_scheme
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, AS_OF, ago, example, example_with_tables, settings, visits
from tests.houses import Bill, Profile, build


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("grading") / "warehouse.duckdb")
    yield opened
    opened.close()


def graded(warehouse, as_of=AS_OF, store_id=1, **changes):
    """Return the graded list as rows by customer, in its order."""
    rows = grade(warehouse, store_id, ABCD, as_of, settings(**changes)).to_pylist()
    return {row["customer"]: row for row in rows}


def tiers(warehouse, as_of=AS_OF, **changes):
    return {customer: row["tier"] for customer, row in graded(warehouse, as_of, **changes).items()}


def test_the_worked_example_of_the_hotel_manual(warehouse):
    rows, bills = example()
    build(warehouse, bills)
    assert tiers(warehouse) == {key: tier for key, _count, _spend, _last, tier in sorted(rows, key=lambda row: (row[4], row[0]))}


def test_the_worked_example_by_standard(warehouse):
    # average per table: c09 15 000, c07 9 000, c05 5 000, c01 and c03 2 000 (c01 came more often), c04 1 600, c02 and c08 1 500,
    # c10 1 300, c06 none. The fifth place reaches c01, c03 and c05, of whom c01 was reached before and c05 has the higher average.
    # Of the other eight c09, c07, c03, c04 lead by average and c02, c03, c04, c06 by visits: c03 is third and second, c04 fourth
    # and third, so both are C.
    build(warehouse, example_with_tables())
    rows = graded(warehouse, rank_by="standard")
    assert "".join(rows[f"c{n:02}"]["tier"] for n in range(1, 13)) == "ACCCACBCBCDD"
    assert sorted(filter(lambda key: rows[key]["standard_rank"], rows), key=lambda key: rows[key]["standard_rank"]) == [
        "c09", "c07", "c05", "c01", "c03", "c04", "c02", "c08", "c10", "c06",
    ]
    assert "contribution_rank" not in rows["c01"]
    found = grade(warehouse, 1, ABCD, AS_OF, settings(rank_by="standard"))
    page = customers_page(found, warehouse, sort="standard_rank", limit=2)
    assert page.rows["customer"].to_pylist() == ["c09", "c07"]
    assert label("standard_rank", "zh") == "桌均排名"


def test_a_copy_without_the_second_ranking_ranks_by_contribution(warehouse):
    build(warehouse, example_with_tables())
    text = ABCD.text[: ABCD.text.rindex("[[settings]]")]
    copy = parse_scheme(text)
    assert copy.setting("rank_by") is None
    own = grade(warehouse, 1, copy, AS_OF, copy.defaults())
    assert own.equals(grade(warehouse, 1, ABCD, AS_OF, settings()))
    assert explain(warehouse, 1, "c06", copy, AS_OF, copy.defaults()).more_spend == Decimal("18000.01")


def test_the_order_is_tier_then_contribution_then_key_and_unvisited_last(warehouse):
    bills = [*example()[1], Bill("z", AS_OF, 2600), *visits("c10b", 2, 2600, 60)]
    build(warehouse, bills, [Profile("new")])
    rows = grade(warehouse, 1, ABCD, AS_OF, settings()).to_pylist()
    assert rows[-1]["customer"] == "new"
    placed = [(row["tier"], -row["contribution"], row["customer"]) for row in rows[:-1]]
    assert placed == sorted(placed)


def test_the_list_has_its_columns_in_order(warehouse):
    build(warehouse, [Bill("a", AS_OF)], [Profile("a", "Lin", "13800000001", "Z", "Wang", "East")])
    row = grade(warehouse, 1, ABCD, AS_OF, settings()).to_pylist()[0]
    assert tuple(row) == COLUMNS
    assert row == {
        "store": "Pine Hotel", "customer": "a", "name": "Lin", "phone": "13800000001", "module": "Z", "manager": "Wang",
        "region": "East", "tier": "A", "last_visit": AS_OF, "recency_days": 0, "frequency": 1,
        "contribution": Decimal("100.00"), "standard": Decimal("100.00"), "frequency_rank": 1, "contribution_rank": 1,
    }


def test_a_store_without_anything_gives_no_rows(warehouse):
    build(warehouse)
    assert grade(warehouse, 1, ABCD, AS_OF, settings()).num_rows == 0
    assert default_as_of(warehouse, 1) is None


def test_one_customer_is_a(warehouse):
    build(warehouse, [Bill("only", AS_OF)])
    assert tiers(warehouse) == {"only": "A"}


def test_of_two_customers_one_is_a_and_the_other_leads_both_lists_of_the_rest(warehouse):
    build(warehouse, [*visits("often", 2, 100, 0), *visits("rich", 1, 200, 0)])
    assert tiers(warehouse) == {"rich": "A", "often": "B"}


def test_who_just_missed_the_best_may_stand_equally_high_in_both_lists_of_the_rest(warehouse):
    # by contribution k1 to k4, by visits k4 to k1: the third place reaches k2 and k3, and k2 has the more contribution. With k2
    # out, k3 is second of k1, k3, k4 by contribution and second of k4, k3, k1 by visits: equal, so B. k1 leads by contribution.
    build(warehouse, [
        *visits("k1", 1, 900, 1), *visits("k2", 2, 800, 1), *visits("k3", 3, 700, 1), *visits("k4", 4, 600, 1),
    ])
    assert tiers(warehouse) == {"k2": "A", "k1": "B", "k3": "B", "k4": "C"}


@pytest.mark.parametrize(("share", "split", "wanted"), [
    ("100", "50", "AAAA"), ("25", "100", "BABC"), ("25", "1", "BACC"), ("1", "1", "BACC"), ("26", "50", "BAAC"),
])
def test_a_list_may_take_everybody_or_one(warehouse, share, split, wanted):
    # as above; two best are the two whom the third place reaches, and of two that are left one is the half
    build(warehouse, [
        *visits("k1", 1, 900, 1), *visits("k2", 2, 800, 1), *visits("k3", 3, 700, 1), *visits("k4", 4, 600, 1),
    ])
    found = tiers(warehouse, top_share=share, split=split)
    assert "".join(found[customer] for customer in ("k1", "k2", "k3", "k4")) == wanted


@pytest.mark.parametrize(("customers", "share", "best"), [
    (10, "20", 2), (5, "20", 1), (11, "20", 3), (6, "20", 2), (8, "12.5", 1), (9, "12.5", 2), (100, "7", 7), (10, "100", 10),
    (1000, "0.1", None), (3, "33.33", 1), (3, "33.34", 2),
])
def test_the_share_of_a_is_rounded_up_exactly(warehouse, customers, share, best):
    build(warehouse, [Bill(f"c{n:04}", AS_OF, 1 + n) for n in range(customers)])
    if best is None:
        with pytest.raises(InputError):
            settings(top_share=share)
    else:
        assert list(tiers(warehouse, top_share=share).values()).count("A") == best


def test_equal_customers_are_ranked_by_key_in_byte_order(warehouse):
    keys = ["B", "a", "Z9", "é", "中", "￥", "😀", "10", "9"]
    build(warehouse, [Bill(key, AS_OF) for key in keys])
    ranks = {key: row["frequency_rank"] for key, row in graded(warehouse).items()}
    assert sorted(ranks, key=ranks.get) == sorted(keys, key=str.encode)
    assert ranks == {key: row["contribution_rank"] for key, row in graded(warehouse).items()}


def test_equal_visits_are_ranked_by_spend_and_equal_spend_by_visits(warehouse):
    build(warehouse, [*visits("a", 2, 100, 0), *visits("b", 2, 300, 0), *visits("c", 3, 100, 0)])
    rows = graded(warehouse)
    assert [rows[key]["frequency_rank"] for key in "abc"] == [3, 2, 1]
    assert [rows[key]["contribution_rank"] for key in "abc"] == [3, 1, 2]


def test_sixty_days_are_active_and_sixty_one_are_not(warehouse):
    build(warehouse, [Bill("in", ago(60)), Bill("out", ago(61))])
    assert tiers(warehouse) == {"in": "A", "out": "D"}
    assert graded(warehouse)["out"]["frequency_rank"] is None


def test_a_refund_is_netted(warehouse):
    build(warehouse, [Bill("a", ago(1), "100.10"), Bill("a", ago(1), "-40.05")])
    row = graded(warehouse)["a"]
    assert (row["frequency"], row["contribution"], row["standard"]) == (1, Decimal("60.05"), Decimal("60.05"))


def test_a_day_with_refunds_only_is_no_visit_and_a_free_meal_is_one(warehouse):
    build(warehouse, [
        Bill("a", ago(150), 5000, 2), Bill("a", ago(2), -300), Bill("free", ago(3), 0), Bill("refunded", ago(1), "-0.01", 3),
    ])
    found = graded(warehouse)
    facts = {key: (row["tier"], row["recency_days"], row["frequency"], row["contribution"], row["standard"]) for key, row in found.items()}
    assert facts == {
        "a": ("D", 150, 1, Decimal(4700), Decimal(2350)), "free": ("A", 3, 1, Decimal(0), Decimal(0)),
        "refunded": (None, None, 0, Decimal("-0.01"), None),
    }
    assert graded(warehouse, frequency="bills")["a"]["frequency"] == 1


@pytest.mark.parametrize(("refunds", "standard"), [
    ([("-600", None)], "100.00"),  # of two bills over 600 the later, 2 tables, was refunded: (600 + 100) / (4 + 3)
    ([("-600", "n1")], "140.00"),  # the one of the number, 4 tables: 700 / 5
    ([("-600", None), ("-600", None)], "33.33"), ([("-600", None)] * 3, "None"),  # the third takes back 7 of before the window
    ([("-599.99", None)], "77.78"),  # not in full: 700.01 / 9
])
def test_tables_of_a_bill_refunded_in_full_are_no_bookings(warehouse, refunds, standard):
    bills = [
        Bill("a", ago(9), 600, 4, bill_no="n1"), Bill("a", ago(8), 600, 2), Bill("a", ago(7), 100, 3), Bill("b", ago(5), 600, 9),
        *(Bill("a", ago(6), amount, 1, bill_no=number) for amount, number in refunds), Bill("a", ago(400), 600, 7),
    ]
    build(warehouse, bills)
    assert str(graded(warehouse)["a"]["standard"]) == standard


def test_two_bills_on_one_evening_are_one_visit_unless_bills_are_counted(warehouse):
    build(warehouse, [Bill("a", ago(1)), Bill("a", ago(1)), Bill("a", ago(2))])
    assert graded(warehouse)["a"]["frequency"] == 2
    assert graded(warehouse, frequency="bills")["a"]["frequency"] == 3


@pytest.mark.parametrize(("window", "frequency"), [("60", 1), ("90", 3), ("180", 3), ("365", 4), ("all", 5)])
def test_the_window_holds_as_many_days_as_it_says_with_the_as_of_day(warehouse, window, frequency):
    build(warehouse, [Bill("a", ago(days)) for days in (0, 60, 89, 364, 365)])
    assert graded(warehouse, window=window)["a"]["frequency"] == frequency


def test_a_visit_before_the_window_still_counts_as_the_last_one(warehouse):
    build(warehouse, [Bill("a", ago(70), tables=2)])
    row = graded(warehouse, window="60", active_days="90")["a"]
    assert (row["tier"], row["recency_days"], row["frequency"], row["contribution"], row["standard"]) == ("A", 70, 0, 0, None)


@pytest.mark.parametrize(("amount", "tables", "standard"), [
    ("100", 3, "33.33"), ("200", 3, "66.67"), ("0.01", 2, "0.01"), ("0.05", 10, "0.01"),
    ("9007199254740993.01", 1, "9007199254740993.01"), ("5", 0, None),
])
def test_the_standard_is_exact_to_the_cent(warehouse, amount, tables, standard):
    build(warehouse, [Bill("a", AS_OF, amount, tables)])
    assert graded(warehouse)["a"]["standard"] == (standard and Decimal(standard))


def test_a_profile_without_a_bill_is_listed_and_not_counted(warehouse):
    profiles = [Profile(f"p{n}", module="Z") for n in range(9)]
    build(warehouse, [Bill("a", AS_OF), Bill("later", AS_OF + timedelta(days=1))], [*profiles, Profile("later")])
    rows = graded(warehouse)
    assert rows["a"]["tier"] == "A"
    assert {key for key, row in rows.items() if row["tier"] is None} == {f"p{n}" for n in range(9)} | {"later"}
    assert rows["p0"]["module"] == "Z"
    assert (rows["later"]["last_visit"], rows["later"]["recency_days"], rows["later"]["frequency_rank"]) == (None, None, None)


def test_nothing_after_the_as_of_day_is_seen(warehouse):
    old = [*visits("a", 3, 300, 0), *visits("b", 1, 900, 40)]
    build(warehouse, old)
    before = graded(warehouse)
    build(warehouse, [*old, Bill("b", AS_OF + timedelta(days=1), 9999), Bill("c", AS_OF + timedelta(days=2))])
    assert graded(warehouse) == before
    assert default_as_of(warehouse, 1) == AS_OF + timedelta(days=2)


def test_walk_ins_are_nobody(warehouse):
    build(
        warehouse,
        [Bill(None, AS_OF, 5000), Bill("散客", AS_OF, 9000), Bill("a", AS_OF)],
        [Profile("散客", is_walk_in=True)],
    )
    assert tiers(warehouse) == {"a": "A"}


def test_stores_are_ranked_apart(warehouse):
    bills = [Bill("a", AS_OF, 10), Bill("b", AS_OF, 900, store_id=2), Bill("c", AS_OF, 5, store_id=2)]
    build(warehouse, bills, stores=["One", "Two"])
    assert tiers(warehouse) == {"a": "A"}
    every = grade(warehouse, None, ABCD, AS_OF, settings()).to_pylist()
    assert {(row["store"], row["customer"]): row["tier"] for row in every} == {
        ("One", "a"): "A", ("Two", "b"): "A", ("Two", "c"): "B",
    }


def test_a_list_of_every_store_stands_by_tier_then_contribution_then_key_then_store(warehouse):
    bills = [Bill(key, AS_OF, 10, store_id=store) for store in (1, 2) for key in ("b", "a")]
    build(warehouse, [*bills, Bill("z", AS_OF, 99, store_id=2)], [Profile("new")], stores=["Two", "One"])
    rows = grade(warehouse, None, ABCD, AS_OF, settings(top_share=100)).to_pylist()
    assert [(row["customer"], row["store"], row["tier"]) for row in rows] == [
        ("z", "One", "A"), ("a", "One", "A"), ("a", "Two", "A"), ("b", "One", "A"), ("b", "Two", "A"), ("new", "Two", None),
    ]


def test_a_warehouse_without_stores_grades_nobody(warehouse):
    build(warehouse, stores=[])
    assert grade(warehouse, None, ABCD, AS_OF, settings()).num_rows == 0


def test_the_summary_has_every_tier_and_adds_up(warehouse):
    build(warehouse, example()[1], [Profile("new")])
    summary = tier_summary(warehouse, 1, ABCD, AS_OF, settings()).to_pylist()
    assert [(row["tier"], row["customers"], row["contribution"]) for row in summary] == [
        ("A", 2, 184000), ("B", 3, 159000), ("C", 5, 76100), ("D", 2, 120900),
    ]
    assert sum(row["customer_share"] for row in summary) == pytest.approx(1)
    assert sum(row["contribution_share"] for row in summary) == pytest.approx(1)
    assert summary[0]["average_frequency"] == 21
    assert summary[0]["standard"] == Decimal("4380.95")


def test_the_summary_of_an_empty_store_has_every_tier_with_nothing(warehouse):
    build(warehouse)
    summary = tier_summary(warehouse, 1, ABCD, AS_OF, settings()).to_pylist()
    assert [(row["tier"], row["customers"], row["customer_share"], row["standard"]) for row in summary] == [
        (tier, 0, None, None) for tier in "ABCD"
    ]


def test_a_rehearsal_says_who_would_move_and_saves_nothing(warehouse):
    build(warehouse, example()[1])
    rehearsal = rehearse(warehouse, 1, ABCD, AS_OF, settings(), settings(active_days="61"))
    moves = {(row["from_tier"], row["to_tier"]): (row["customers"], row["contribution"]) for row in rehearsal.matrix.to_pylist()}
    assert len(moves) == 16
    # c11 comes in first by both; three of eleven become A: c11, c01 and c03
    assert (rehearsal.customers, rehearsal.moved) == (12, 1)
    assert moves["D", "A"] == (1, Decimal("120000.00"))
    assert moves["A", "A"] == (2, Decimal("184000.00"))
    assert tiers(warehouse)["c11"] == "D"


def test_a_rehearsal_under_another_window_counts_the_present_contribution(warehouse):
    build(warehouse, [Bill("a", AS_OF, 10), Bill("b", AS_OF, 9), Bill("b", ago(364), 5), Bill("a", ago(100), 1)])
    rehearsal = rehearse(warehouse, 1, ABCD, AS_OF, settings(window="60"), settings())
    moved = [row for row in rehearsal.matrix.to_pylist() if row["customers"] and row["from_tier"] != row["to_tier"]]
    assert [(row["from_tier"], row["to_tier"], row["contribution"]) for row in moved] == [("A", "B", 10), ("B", "A", 9)]
