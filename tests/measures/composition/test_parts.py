"""What a house's sales are made of, worked out by hand; every composition is the revenue of its window, to the cent."""

from datetime import date, time, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import segmentation.warehouse
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import InputError
from segmentation.measures.composition.parts import BY, SLOT, part_customers, read_parts
from segmentation.measures.composition.placing import OF_CUSTOMERS
from segmentation.measures.grades.grading import grade_in_full
from segmentation.schemes import load_scheme
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Line, Profile, build

MIGRATIONS = Path(segmentation.warehouse.__file__).parent / "migrations"
ABCD = load_scheme("abcd")
WINDOW = {**ABCD.defaults(), "window": "60"}
AS_OF = date(2026, 9, 30)  # a Wednesday; the window begins on 2 August, the one before on 3 June


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("parts") / "warehouse.duckdb")
    yield opened
    opened.close()


def read(warehouse, by, **chosen):
    return read_parts(warehouse, 1, ABCD, AS_OF, {**WINDOW, **chosen}, by)


def told(found):
    return [
        (each.mark, each.customers, each.visits, each.covers, str(each.sales), None if each.sales_before is None else str(each.sales_before))
        for each in found.parts
    ]


HOUSE = [
    # Ann: two bills on one evening are one visit; 30 of cost on 120
    Bill("a", date(2026, 9, 28), "100.00", room="Peony", covers=4, time=time(18, 30), cost="30.00", payment="card"),
    Bill("a", date(2026, 9, 28), "20.00", room="Peony", covers=1, time=time(20), cost="0.00", payment="cash"),
    Bill("a", date(2026, 9, 1), "80.00", room="Lotus", covers=2, time=time(12), payment="card"),
    Bill("b", date(2026, 9, 29), "50.00", room=" Lotus ", covers=3, time=time(8), cost="40.00"),
    Bill("b", date(2026, 9, 30), "-10.00", room="Lotus", covers=3, time=time(12)),  # a refund is no visit, its covers are nobody's
    Bill(None, date(2026, 9, 30), "60.05", room="Lotus", covers=None, meal="下午茶"),
    Bill("c", date(2026, 6, 30), "7.00", room="Old", time=time(1)),  # in the window before
    Bill("b", date(2026, 6, 3), "30.00", room="Lotus"),
    Bill("a", date(2026, 10, 1), "999.00", room="Peony"),
]
PROFILES = [Profile("a", "Ann", module="政府", region="North"), Profile("b", "Ben", module="S"), Profile("c", "Cid")]


def test_rooms_have_customers_visits_covers_and_money_walk_ins_among_them(warehouse):
    build(warehouse, HOUSE, PROFILES)
    found = read(warehouse, "room")
    assert told(found) == [
        ("=Lotus", 2, 2, 5, "180.05", "30.00"), ("=Peony", 1, 1, 5, "120.00", "0.00"), ("=Old", 0, 0, None, "0.00", "7.00"),
    ]
    lotus, peony, old = found.parts
    assert (lotus.walk_in_sales, lotus.costed, lotus.margin, lotus.margin_rate) == (Decimal("60.05"), Decimal(50), Decimal(10), 0.2)
    assert (peony.margin_rate, peony.change, old.margin, old.change) == (0.75, None, None, -1.0)
    assert lotus.change == pytest.approx(150.05 / 30)
    assert (found.sales, found.sales_before, found.costed) == (Decimal("300.05"), Decimal(37), Decimal(170))
    assert found.margin_rate == pytest.approx(100 / 170)
    assert lotus.share == pytest.approx(180.05 / 300.05)


def test_a_meal_is_what_the_file_says_else_what_the_time_tells(warehouse):
    build(warehouse, HOUSE, PROFILES)
    assert told(read(warehouse, "meal_period")) == [
        ("=morning", 1, 1, 3, "50.00", "0.00"), ("=noon", 1, 1, 2, "70.00", "0.00"), ("=evening", 1, 1, 5, "120.00", "7.00"),
        ("=下午茶", 0, 0, None, "60.05", "0.00"), ("?", 0, 0, None, "0.00", "30.00"),
    ]


def test_weekdays_stand_in_their_order_and_slots_are_weekday_and_meal(warehouse):
    build(warehouse, HOUSE, PROFILES)
    assert [(each.key, str(each.sales)) for each in read(warehouse, "weekday").parts] == [
        ("1", "120.00"), ("2", "130.00"), ("3", "50.05"),
    ]
    assert {each.key: str(each.sales) for each in read(warehouse, SLOT).parts if each.sales} == {
        "1 evening": "120.00", "2 noon": "80.00", "2 morning": "50.00", "3 noon": "-10.00", "3 下午茶": "60.05",
    }


def test_payments_that_are_not_said_are_a_part_of_their_own_and_last(warehouse):
    build(warehouse, HOUSE, PROFILES)
    assert told(read(warehouse, "payment")) == [
        ("=card", 1, 2, 6, "180.00", "0.00"), ("=cash", 1, 1, 1, "20.00", "0.00"), ("?", 1, 1, 3, "100.05", "37.00"),
    ]


def test_kinds_of_customers_have_walk_ins_beside_them(warehouse):
    build(warehouse, HOUSE, PROFILES)
    assert told(read(warehouse, "module")) == [
        ("=government", 1, 2, 7, "200.00", "0.00"), ("=private", 1, 1, 3, "40.00", "30.00"),
        ("=unclassified", 0, 0, None, "0.00", "7.00"), ("walk_in", 0, 0, None, "60.05", "0.00"),
    ]
    assert told(read(warehouse, "region")) == [
        ("=North", 1, 2, 7, "200.00", "0.00"), ("?", 1, 1, 3, "40.00", "37.00"), ("walk_in", 0, 0, None, "60.05", "0.00"),
    ]


def test_the_window_before_has_the_grades_and_the_managers_of_then(warehouse):
    # Ann and Ben change places: A is who stands first of two; Cy is asleep now, and was a B
    rows = [
        *[Bill("a", date(2026, 9, day), 100, manager="Li") for day in (1, 2, 3)], Bill("b", date(2026, 9, 4), 10, manager="Wu"),
        *[Bill("b", date(2026, 7, day), 100, manager="Li") for day in (1, 2, 3)], Bill("a", date(2026, 7, 4), 10, manager="Wu"),
        Bill(None, date(2026, 6, 3), 1),
    ]
    build(warehouse, rows)
    assert [(each.mark, str(each.sales), str(each.sales_before)) for each in read(warehouse, "grade").parts] == [
        ("=A", "300.00", "300.00"), ("=B", "10.00", "10.00"), ("walk_in", "0.00", "1.00"),
    ]
    assert [(each.mark, str(each.sales), str(each.sales_before)) for each in read(warehouse, "manager").parts] == [
        ("=Li", "300.00", "300.00"), ("=Wu", "10.00", "10.00"), ("walk_in", "0.00", "1.00"),
    ]


def test_products_are_on_lines_and_what_no_line_says_is_a_part(warehouse):
    rows = [
        Bill("a", date(2026, 9, 28), "95.00", covers=4, cost="40.00", lines=(
            Line("Duck", 60, 30, "Dishes"), Line("Duck ", 10, 5, "Dishes"), Line("Tea", 30, 5, "Drinks"),
        )),  # five off the whole bill
        Bill(None, date(2026, 9, 28), "30.00", covers=2, lines=(Line("Tea", 30, None, "Drinks"),)),
        Bill("b", date(2026, 9, 29), "20.00", covers=2, cost="15.00"),  # no lines
        Bill("b", date(2026, 6, 3), "12.00", lines=(Line("Tea", 12),)),
    ]
    build(warehouse, rows)
    found = read(warehouse, "product")
    assert told(found) == [
        ("=Duck", 1, 1, 4, "70.00", "0.00"), ("=Tea", 1, 1, 6, "60.00", "12.00"), ("?", 1, 1, 2, "15.00", "0.00"),
    ]
    duck, tea, rest = found.parts
    assert (duck.margin_rate, tea.costed, tea.margin_rate) == (0.5, Decimal(30), pytest.approx(25 / 30))
    assert (rest.costed, rest.cost) == (Decimal(15), Decimal(15))  # 20 of a bill without lines, 5 off; the costs of the lines are told
    assert [(each.mark, str(each.sales)) for each in read(warehouse, "category").parts] == [
        ("=Dishes", "70.00"), ("=Drinks", "60.00"), ("?", "15.00"),
    ]


def test_who_stands_behind_a_part_brought_what_the_part_says(warehouse):
    build(warehouse, HOUSE, PROFILES)
    grades = grade_in_full(warehouse, 1, ABCD, AS_OF, WINDOW)

    def behind(by, mark, tier=None):
        rows = part_customers(warehouse, 1, ABCD, AS_OF, WINDOW, by, mark, tier, grades)
        return [(row["customer"], row["visits"], str(row["contribution"])) for row in rows.to_pylist()]

    assert behind("room", "=Lotus") == [("a", 1, "80.00"), ("b", 1, "40.00")]
    assert behind("payment", "?") == [("b", 1, "40.00")]
    assert behind("module", "=private") == [("b", 1, "40.00")]
    assert behind("room", "=Lotus", "A") == [("a", 1, "80.00")]
    assert behind("room", "=Nowhere") == []


def test_without_the_window_before_there_is_nothing_to_compare(warehouse):
    build(warehouse, HOUSE, PROFILES)
    for chosen in ({"window": "365"}, {"window": "all"}):
        found = read(warehouse, "room", **chosen)
        assert found.sales_before is None
        assert {each.sales_before for each in found.parts} == {None}


def test_a_house_without_bills_has_no_parts(warehouse):
    build(warehouse)
    assert all(read(warehouse, by).parts == () for by in BY)
    with pytest.raises(InputError):
        read(warehouse, "colour")


def test_what_a_line_cost_is_kept_with_it(tmp_path):
    file = tmp_path / "dishes.csv"
    file.write_text(
        "账单号,日期,客户,菜品,类别,数量,金额,成本\n"
        "1,2026-09-28,王一,烤鸭,热菜,1,100.00,40.00\n1,2026-09-28,王一,龙井,茶水,1,30.00,3.00\n2,2026-09-29,李二,龙井,茶水,1,30.00,6.00\n",
        encoding="utf-8",
    )
    opened = Warehouse(tmp_path / "w.duckdb")
    import_file(opened, "Pine", file, Choices(kind="bills"))
    found = read_parts(opened, 1, ABCD, date(2026, 9, 30), ABCD.defaults(), "product")
    assert [(each.key, str(each.sales), str(each.margin)) for each in found.parts] == [("烤鸭", "100.00", "60.00"), ("龙井", "60.00", "51.00")]
    opened.close()


FIRST = date(2026, 4, 1)
cents = st.integers(-20_000, 900_000).map(lambda number: Decimal(number) / 100)
costs = st.none() | st.integers(0, 9000).map(lambda number: Decimal(number) / 100)
words = st.sampled_from([None, "", "x", " x", "y"])
lines = st.lists(st.builds(Line, words, cents, costs, words), max_size=3).map(tuple)
bills = st.lists(
    st.builds(
        Bill, st.sampled_from(["a", "b", "c", "散客", None]), st.integers(0, 200).map(lambda day: FIRST + timedelta(days=day)), cents,
        store_id=st.integers(1, 2), manager=st.sampled_from([None, "Li"]), cost=costs, covers=st.sampled_from([None, 0, 4]), room=words,
        time=st.none() | st.times(), meal=words, channel=words, payment=words, lines=lines,
    ),
    max_size=12,
)
profiles = [Profile("a", module="政府", region="x"), Profile("b", region=" "), Profile("散客", "散客", is_walk_in=True)]


@settings(max_examples=15)
@given(bills, st.integers(0, 220), st.sampled_from(["60", "90", "all"]))
def test_every_composition_is_the_revenue_of_its_window_and_of_the_one_before(warehouse, bills, day, window):
    build(warehouse, bills, profiles, stores=("s", "t"))
    as_of = FIRST + timedelta(days=day)
    own = [each for each in bills if each.store_id == 1]

    def revenue(first, last):
        return sum((Decimal(each.amount) for each in own if first <= each.day <= last), Decimal(0))

    days = timedelta(days=100_000 if window == "all" else int(window))
    begins = as_of - days + timedelta(days=1)
    for by in (*BY, SLOT):
        found = read_parts(warehouse, 1, ABCD, as_of, {**ABCD.defaults(), "window": window}, by)
        assert found.sales == revenue(begins, as_of)
        if found.before:
            assert found.sales_before == revenue(begins - days, begins - timedelta(days=1))
        assert any(each.is_walk_in for each in found.parts) <= (by in OF_CUSTOMERS)
        assert len({each.mark for each in found.parts}) == len(found.parts)
        if found.sales > 0:
            assert sum(each.share for each in found.parts) == pytest.approx(1)


def test_of_older_lines_the_cost_of_a_bill_s_single_line_is_known(warehouse):
    build(warehouse, [
        Bill("a", date(2026, 9, 1), 10, cost=4, lines=(Line("Duck", 10),)),
        Bill("a", date(2026, 9, 2), 30, cost=9, lines=(Line("Duck", 10), Line("Tea", 20))),
    ])
    steps = (MIGRATIONS / "0018_line_costs.sql").read_text(encoding="utf-8")
    with warehouse.writing() as cursor:
        cursor.execute(steps)
        cursor.execute(steps)  # once more changes nothing
    assert [(each.key, each.cost) for each in read(warehouse, "product").parts] == [("Duck", Decimal(4)), ("Tea", None)]


@pytest.mark.parametrize("by", ["room", "module", "product"])
def test_of_a_group_count_the_bills_of_its_customers_alone(warehouse, by):
    build(warehouse, HOUSE, PROFILES)
    members = pa.table({"customer_key": ["b", "gone"]})
    found = read_parts(warehouse, 1, ABCD, AS_OF, WINDOW, by, members=members)
    # Ben: 50 − 10 in the window, 30 in the one before; a refund is no visit
    assert (found.sales, found.sales_before, found.of_group) == (Decimal(40), Decimal(30), True)
    part = {"room": "=Lotus", "module": "=private", "product": "?"}[by]
    assert told(found)[0] == (part, 1, 1, 3, "40.00", "30.00")
    assert not any(each.walk_in_sales for each in found.parts)
