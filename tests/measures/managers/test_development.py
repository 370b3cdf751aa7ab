"""How many new customers October 2026 needs, worked out by hand."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import pytest

from segmentation.ingest.managers import edit_managers
from segmentation.language.errors import InputError
from segmentation.measures.managers.development import House, read_development, read_house, spread
from segmentation.measures.managers.plan import make_plan, read_proposal
from segmentation.measures.managers.plan_words import spread_text
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings
from tests.houses import Bill
from tests.managed import build_managed as build

END = date(2026, 9, 30)


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    yield opened
    opened.close()


def plan_of(warehouse):
    return make_plan(read_proposal(warehouse, 1, ABCD, date(2026, 10, 1), END, settings()), None)


def newcomers(count):
    """So many customers who come on 2 July for two tables, every other one again for one."""
    first = [Bill(f"n{number}", date(2026, 7, 2), 100, 2) for number in range(count)]
    later = [Bill(f"n{number}", date(2026, 7, 20), 100, 1) for number in range(0, count, 2)]
    return [Bill(None, date(2026, 5, 1)), *first, *later]


def test_the_gap_divided_by_what_new_customers_bring_is_how_many_are_to_be_won(warehouse):
    # on 30 September only first has been followed for three months, with 2 tables, as 1 September is after them; as of 1 October
    # the ten have been, with 20 + 5. Those of May, the first month, are left out, and late is followed to 2 October
    first = [Bill("first", date(2026, 6, 1), 10, 2), Bill("first", date(2026, 9, 1), 10, 9)]
    build(warehouse, [*newcomers(10), *first, Bill("old", date(2026, 5, 31), 10, 9), Bill("late", date(2026, 7, 3), 10, 9)])
    plan = plan_of(warehouse)
    assert read_development(warehouse, 1, plan, House(40, 2, 30)).measured_on == 1
    known = read_proposal(warehouse, 1, ABCD, date(2026, 11, 1), date(2026, 10, 1), settings())
    found = read_development(warehouse, 1, make_plan(known, None), House(1, 2, 30))
    assert (found.measured_on, found.is_of_grade, found.tables_per_new_customer) == (11, False, Fraction(27, 33))
    assert (found.wanted_tables, found.wanted_customer_tables) == (48, Fraction("21.6"))
    assert found.gap == Fraction("21.6") - found.planned
    wanted = -(-found.gap // Fraction(27, 33))
    assert found.customers_to_win == max(0, wanted)


def test_fewer_than_ten_followed_give_the_mean_of_grade_c_and_nothing_of_it_cannot_tell(warehouse):
    build(warehouse, newcomers(3))
    found = read_development(warehouse, 1, plan_of(warehouse), House(40, 2, 30))
    assert (found.is_of_grade, found.tables_per_new_customer) == (True, None)  # 20 July is 72 days ago: all are asleep
    assert found.customers_to_win is None
    assert found.planned == 0
    assert found.gap == Fraction(864)


def test_who_has_room_takes_his_share_and_what_is_left_is_told(warehouse):
    build(warehouse, newcomers(3))
    edit_managers(warehouse, 1, {"李": {"capacity": "4"}, "王": {"capacity": "2"}, "周": {"until_day": "2026-09-01"}})
    found = read_development(warehouse, 1, plan_of(warehouse), House(40, 2, 30))
    assert found.free == {"李": 4, "王": 2}
    assert spread(3, found.free) == {"李": 2, "王": 1}
    assert spread(9, found.free) == {"李": 4, "王": 2}
    assert spread(1, {}) == {}
    won = replace(found, spread={"王": 1, "李": 2, "空": 0})
    assert spread_text(won, "en") == "By free places: 李 2, 王 1."
    assert spread_text(won, "zh") == "按空余名额分：李 2、王 1。"
    assert spread_text(won, "en", most=1) == "By free places: 李 2, and 1 manager more."
    assert spread_text(replace(found, spread={}), "en") == ""


def test_no_gap_needs_nobody(warehouse):
    days = [END - timedelta(days=number) for number in range(100)]
    build(warehouse, [Bill("a", day, 10, 5) for day in days])
    found = read_development(warehouse, 1, plan_of(warehouse), House(1, 1, 10))
    assert found.gap < 0
    assert found.customers_to_win == 0


@pytest.mark.parametrize("texts", [("0", "2", "30"), ("40", "2", "32"), ("x", "2", "30"), ("40", "2", "30", "101%"), ("40", "2", "30", "8e1")])
def test_numbers_that_no_house_has_are_refused(texts):
    with pytest.raises(InputError) as refused:
        read_house((*texts, *[None] * (5 - len(texts))))
    assert refused.value.code == "bad_house"
