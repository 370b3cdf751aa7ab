"""What products sell to whom, which to cut and which to spare, and who comes again after which first dish: worked out by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from segmentation.language.errors import InputError
from segmentation.measures.composition.products import Return, read_products, wilson
from segmentation.measures.composition.words import finding_products, note_unpriced
from segmentation.schemes import load_scheme
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Line, build

ABCD = load_scheme("abcd")
AS_OF = date(2026, 9, 30)
SINCE = date(2025, 9, 1)  # the first bill of the house


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("products") / "warehouse.duckdb")
    yield opened
    opened.close()


def sold(customer, day, *lines):
    """A bill of lines (product, amount, cost), with the cost of all of them where each is known."""
    costs = [cost for _product, _amount, cost in lines]
    cost = None if None in costs else sum(map(Decimal, costs))
    return Bill(
        customer, day, sum(Decimal(amount) for _product, amount, _cost in lines), cost=cost,
        lines=tuple(Line(product, amount, cost) for product, amount, cost in lines),
    )


def read(warehouse, bills, **chosen):
    build(warehouse, bills)
    return read_products(warehouse, 1, ABCD, AS_OF, {**ABCD.defaults(), **chosen})


def told(found):
    return {each.name: (each.mostly_c_d, each.cut, each.spared_by) for each in found.products}


# Of two active customers Ann, who stands first twice, is A; of the one that is left Ben is B. Dan sleeps.
# Ann had tea and soup at first, Ben duck. House: 1 000 sold at 500, a margin of half.
HOUSE = [
    Bill(None, SINCE, 1),
    sold("ann", date(2026, 9, 1), ("Tea", 10, 2), ("Soup", 20, 20)), sold("ann", date(2026, 9, 2), ("Duck", 400, 100)),
    sold("ben", date(2026, 9, 3), ("Duck", 100, 25)),
    sold("dan", date(2026, 6, 1), ("Fish", 60, 50), ("Soup", 40, 30)), sold("eve", date(2026, 6, 2), ("Fish", 50, 40), ("Rice", 40, 30)),
    sold("eve", date(2026, 6, 3), ("Noodles", 30, 25), ("Rice", 20, 18)), sold("fay", date(2026, 6, 4), ("Cake", 30, 25)),
    sold(None, date(2026, 9, 4), ("Fish", 90, 70), ("Tea", 10, 1)), sold(None, date(2026, 9, 5), ("Cake", 100, 64)),
]


def test_what_mostly_serves_c_and_d_is_cut_but_for_first_dishes_and_the_two_with_most_customers(warehouse):
    found = read(warehouse, HOUSE)
    house = found.whole
    assert (house.sales, house.costed) == (Decimal(1000), Decimal(1000))
    assert house.margin_rate == 0.5
    assert told(found) == {
        "Duck": (False, False, None),  # all of it A's and B's
        "Fish": (True, False, "footfall"),  # Dan and Eve: 2 customers
        "Cake": (True, False, "footfall"),  # 1 customer, as Rice and Noodles, but it sells more
        "Soup": (True, False, "first_dish"),  # 40 of 60 are D's, and one of the two best began with it
        "Rice": (True, True, None), "Noodles": (True, True, None),
        "Tea": (False, False, None),  # half of it A's, and it leaves more than the house
    }
    duck, soup = (next(each for each in found.products if each.name == name) for name in ("Duck", "Soup"))
    assert (duck.part.share, duck.part.margin_rate, duck.contribution_ratio) == (0.5, 0.75, 0.375)
    assert (soup.by_tier, soup.margins) == ({"A": Decimal(20), "D": Decimal(40)}, {"A": 0.0, "D": 0.25})
    assert soup.low_share == pytest.approx(2 / 3)
    assert (found.best, soup.best_firsts, found.tiers) == (2, 1, ("A", "B", "C", "D", "walk_in"))
    assert [each.name for each in found.candidates] == ["Fish", "Cake", "Rice", "Soup", "Noodles"]
    assert found.sold == Decimal(1000)


@pytest.mark.parametrize(("low", "mostly"), [("59.99", False), ("60.00", True)])
def test_sixty_per_cent_of_the_sales_are_enough(warehouse, low, mostly):
    mine = str(100 - Decimal(low))
    found = read(warehouse, [
        sold("ann", date(2026, 9, 1), ("Wine", 100, 0)), sold("ann", date(2026, 9, 2), ("Fish", mine, mine)),
        sold(None, date(2026, 9, 3), ("Fish", low, low)),
    ])
    assert {each.name: each.mostly_c_d for each in found.products} == {"Wine": False, "Fish": mostly}


def test_a_margin_as_high_as_the_house_s_is_no_candidate(warehouse):
    found = read(warehouse, [sold(None, date(2026, 9, 1), ("Fish", 100, 40)), sold("ann", date(2026, 9, 2), ("Wine", 50, 20))])
    assert told(found) == {"Fish": (False, False, None), "Wine": (False, False, None)}


def test_without_cost_the_margin_cannot_be_told_and_the_candidate_neither(warehouse):
    found = read(warehouse, [
        sold(None, date(2026, 9, 1), ("Fish", 100, None)), sold("ann", date(2026, 9, 2), ("Duck", 50, None)),
    ])
    assert told(found) == {"Fish": (None, None, None), "Duck": (False, False, None)}
    assert [each.contribution_ratio for each in found.products] == [None, None]
    assert found.cut == found.candidates == ()


def test_houses_with_nothing_to_tell(warehouse):
    assert read(warehouse, []).products == ()
    assert read(warehouse, [Bill("ann", date(2026, 9, 1), 10), Bill(None, date(2026, 9, 1), 10)]).products == ()
    walk_ins = read(warehouse, [sold(None, date(2026, 9, 1), ("Fish", 10, 9), ("Tea", 10, 1))])
    assert told(walk_ins) == {"Fish": (True, True, None), "Tea": (False, False, None)}  # it draws no customer
    assert (walk_ins.best, walk_ins.every) == (0, Return(0, 0))
    refunded = read(warehouse, [sold("ann", date(2026, 9, 1), ("Fish", -10, -5))])
    assert told(refunded) == {"Fish": (False, False, None)}
    assert refunded.products[0].part.margin_rate is None


def test_footfall_spares_what_customers_had_and_all_of_those_alike(warehouse):
    found = read(warehouse, [
        sold("ann", date(2026, 9, 1), ("Wine", 1000, 100)), sold("ann", date(2026, 9, 2), ("Wine", 10, 1)),
        sold("dan", date(2026, 3, 1), ("Rice", 60, 59), ("Soup", 60, 59), ("Cake", 60, 59), ("Bun", 59, 59)),  # asleep
        sold(None, date(2026, 9, 3), ("Beer", 300, 299)),
    ])
    assert told(found) == {
        "Wine": (False, False, None), "Beer": (True, True, None),  # of walk-ins alone
        "Rice": (True, False, "footfall"), "Soup": (True, False, "footfall"), "Cake": (True, False, "footfall"),
        "Bun": (True, True, None),  # one customer too, but it sells less
    }


def test_dishes_without_an_amount_are_no_products_and_are_told(warehouse):
    found = read(warehouse, [Bill("ann", date(2026, 9, 1), 10, lines=(Line("Fish", None), Line("Tea", None)))])
    assert (found.products, found.unpriced) == ((), 2)
    assert finding_products(found, "en") == "The bills name dishes without an amount of their own, so no product can be judged."
    assert note_unpriced(found, "en").startswith("2 dishes on the bills have no amount of their own")
    assert note_unpriced(read(warehouse, [sold("ann", date(2026, 9, 1), ("Fish", 1, None))]), "en") == ""


def test_a_scheme_without_an_a_is_refused(warehouse):
    build(warehouse, HOUSE)
    with pytest.raises(InputError):
        read_products(warehouse, 1, load_scheme("rfm_map"), AS_OF, {**ABCD.defaults()})


def first(number, *dishes, again=None, day=date(2026, 1, 10)):
    """A new customer who had dishes first, and came again so many days later."""
    bills = [sold(f"n{number:02}", day, *((dish, 10, 5) for dish in dishes))]
    return bills if again is None else [*bills, sold(f"n{number:02}", day + timedelta(days=again), ("Rice", 10, 5))]


def test_a_first_dish_tells_how_many_came_again_within_ninety_days(warehouse):
    bills = [
        Bill(None, SINCE, 1),
        *first(90, "Soup", again=5, day=SINCE),  # of the first month: may have come before
        *(bill for number in range(8) for bill in first(number, "Soup", again=90)),
        *(bill for number in range(8, 14) for bill in first(number, "Soup", again=91)),
        *(bill for number in range(14, 20) for bill in first(number, "Soup")),
        *(bill for number in range(20, 39) for bill in first(number, "Tea", again=7)),
        *first(50, "Soup", again=3, day=AS_OF - timedelta(days=89)),  # not followed for ninety days yet
    ]
    found = read(warehouse, bills)
    by_name = {each.name: each.first for each in found.products}
    assert by_name == {"Soup": Return(20, 8), "Tea": Return(19, 19), "Rice": Return(0, 0)}
    assert (by_name["Soup"].share, by_name["Tea"].share, by_name["Tea"].interval) == (0.4, None, None)
    assert by_name["Soup"].interval == pytest.approx((0.2188, 0.6134), abs=0.00005)
    assert found.every == Return(39, 27)


def test_the_first_bill_is_the_earliest_of_the_day_that_is_not_below_zero(warehouse):
    found = read(warehouse, [
        sold("ann", date(2026, 9, 1), ("Fish", -10, 0)), sold("ann", date(2026, 9, 2), ("Soup", 10, 5)),
        sold("ann", date(2026, 9, 2), ("Tea", 10, 5)),
    ])
    assert {each.name: each.best_firsts for each in found.products} == {"Soup": 1, "Tea": 0, "Fish": 0}


def test_wilson_s_interval_is_the_published_one():
    # Newcombe 1998, table I: 81 of 263 gives 0.2553 to 0.3662, 15 of 148 gives 0.0624 to 0.1605, 0 of 20 gives 0 to 0.1611
    for hits, trials, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)):
        assert wilson(hits, trials) == pytest.approx((low, high), abs=0.00005)


def test_turnover_and_cross_ratio_are_of_what_lies_in_stock(warehouse):
    bills = [
        sold("ann", date(2026, 8, 2), ("Wine", 900, 300)), sold("ann", date(2026, 9, 30), ("Wine", 100, 100), ("Tea", 10, 4)),
        sold("ben", date(2026, 9, 1), ("Beer", 50, None)), Bill(None, date(2026, 8, 20), 1), Bill(None, date(2026, 9, 15), 1),
    ]
    build(warehouse, bills)
    said = [("Wine", "2026-08-01", 100, 1), ("Wine", "2026-09-01", 500, 1), ("Wine", "2026-09-01", 300, 2), ("Wine", "2026-07-01", 9, 1),
            ("Wine", "2026-10-01", 9, 1), ("Beer", "2026-09-01", 5, 1), ("Tea", "2026-09-01", 0, 1)]
    with warehouse.writing() as cursor:
        cursor.execute("delete from stock")
        for product, month, amount, batch in said:
            cursor.execute(
                "insert into stock by name select 1 as store_id, $batch as batch_id, 1 as line_no, $product as product, "
                "cast($month as date) as month, $amount as amount",
                {"batch": batch, "product": product, "month": month, "amount": amount},
            )
    found = {each.name: each for each in read_products(warehouse, 1, ABCD, AS_OF, {**ABCD.defaults(), "window": "60"}).products}
    # 60 days begin on 2 August: the bills cover all; 400 in 60 days are 2433.33 a year, on a mean of (100 + 300) / 2
    assert found["Wine"].turnover == pytest.approx(400 * 365 / 60 / 200)
    assert found["Wine"].cross_ratio == pytest.approx(0.6 * 400 * 365 / 60 / 200)
    # a cost that is not known; nothing in stock
    assert [(found[name].turnover, found[name].cross_ratio) for name in ("Beer", "Tea")] == [(None, None)] * 2
    with warehouse.writing() as cursor:
        cursor.execute("delete from stock")
