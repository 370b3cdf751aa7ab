"""The plan of a month: worked out by hand, and against a slow reference on random houses."""

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from lxml import html

from segmentation.exports.plan_sheets import plan_sheets
from segmentation.ingest.pending import mark_pending
from segmentation.language.errors import InputError
from segmentation.measures.grades.grading import grade
from segmentation.measures.managers.plan import (
    EVERYBODY,
    Figures,
    Growth,
    Proposal,
    implied_growth,
    make_plan,
    read_growths,
    read_proposal,
    type_growth,
)
from segmentation.measures.managers.plan_words import broken_text, managers_table, season_text
from segmentation.measures.managers.register import read_holders, read_managers
from segmentation.measures.movement.follow_up import follow_up
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings
from tests.houses import Bill
from tests.managed import build_managed as build

OCTOBER, END = date(2026, 10, 1), date(2026, 9, 30)
TIERS = ("A", "B", "C", "D")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("plan") / "warehouse.duckdb")
    yield opened
    opened.close()


def proposal_of(warehouse, month=OCTOBER, as_of=END):
    return read_proposal(warehouse, 1, ABCD, month, as_of, settings())


def months():
    """a of 李 comes on the 15th of every month from July 2025 on for 1000; b of nobody on 16 September for 500 at two tables;
    old of 王 was there in June 2026 only, and came back in September; walk-ins of 100 every Monday."""
    days = [date(2025, 7 + number if number < 6 else number - 5, 15) for number in range(6)]
    days += [date(2026, number, 15) for number in range(1, 10)]
    bills = [Bill("a", day, 1000, manager="李") for day in days]
    bills += [Bill("b", date(2026, 9, 16), 500, 2), Bill("old", date(2026, 6, 1), 10, manager="王")]
    bills += [Bill(None, date(2025, 7, 7) + timedelta(days=7 * number)) for number in range(65)]
    return bills


def test_the_proposal_is_what_active_customers_bring_a_month_covered_times_the_season(warehouse):
    # 365 days are 5840/487 months: a brings 12 000 × 487 ÷ 5840 = 1000.684…; b is known for 15 days, which count as one month.
    # October 2025 had 1 table of customers, the twelve months 12 + 2 + 1: the season is 12 ÷ 15. Two are active: A is a, B is b
    build(warehouse, [*months(), Bill("a", date(2026, 10, 2), 9000), Bill("b", date(2026, 10, 3), 1)])
    found = proposal_of(warehouse, as_of=date(2026, 12, 31))
    assert (found.as_of, found.season, found.season_found) == (END, Fraction(4, 5), "measured")
    plan = make_plan(found, None)
    assert {(row.manager, row.tier): (row.customers, round(float(row.bookings), 4), str(row.revenue)) for row in plan.rows} == {
        ("李", "A"): (1, 0.8005, "800.55"), ("李", "B"): (0, 0, "0.00"), ("李", "C"): (0, 0, "0.00"), ("李", "D"): (0, 0, "0.00"),
        ("王", "A"): (0, 0, "0.00"), ("王", "B"): (0, 0, "0.00"), ("王", "C"): (0, 0, "0.00"), ("王", "D"): (0, 0, "0.00"),
        (None, "A"): (0, 0, "0.00"), (None, "B"): (1, 1.6, "400.00"), (None, "C"): (0, 0, "0.00"), (None, "D"): (0, 0, "0.00"),
    }
    first = plan.rows[0]
    assert (first.frequency, round(float(first.standard), 9), first.share) == (first.bookings, 1000, None)
    # in the October before a had come once for 1000, all that 4 Mondays of 100 besides bring is 1400
    assert (first.last_year.customers, first.last_year.bookings, first.last_year.share) == (1, 1, Fraction(1000, 1400))
    assert (first.recent.customers, first.recent.revenue, found.recent_months, found.compared) == (1, 1000, 3, "last_year")
    assert (found.share_of_target, found.asleep["王"]) == (False, 1)
    # what is taken along adds up: the sheet of 李 says what was in all, the slide has a row of all managers
    total = html.fromstring(plan_sheets("Pine", plan, ABCD, "en")).find(".//main").findall(".//tbody/tr")[-1]
    assert [small.text_content() for small in total.iter("small")][-2:] == ["last year ¥1,000", "last year 71.4%"]
    rows = managers_table(plan, "en").to_pylist()
    # tables are whole, as on the page: 0.8 is 1, 1.6 is 2, and 2.4 of all is 2
    told = [(row["manager"], row["target_customers"], row["target_tables"], str(row["target_revenue"])) for row in rows]
    assert told == [
        ("李", 1, 1, "800.55"), ("王", 0, 0, "0.00"), ("Customers of nobody", 1, 2, "400.00"), ("In total", 2, 2, "1200.55"),
    ]


def test_growth_multiplies_and_what_is_beyond_a_limit_says_what_keeping_to_it_costs(warehouse):
    build(warehouse, months())
    found = proposal_of(warehouse)
    base = found.stock["李", "A"]
    plan = make_plan(found, Decimal(1000), {
        (EVERYBODY, "A"): Growth(frequency=Fraction(1, 4)), (None, "B"): Growth(Fraction(-1), standard=Fraction(1, 9)),
        ("王", "D"): Growth(woken=3),
    })
    grown, gone, woken = plan.of("李")[0], plan.of(None)[1], plan.of("王")[3]
    assert grown.bookings == base.bookings * Fraction(5, 4)
    assert grown.revenue == Decimal("1000.68")
    [above] = grown.broken
    assert (above.limit, above.allowed, above.is_above) == ("frequency_above", base.bookings * Fraction(6, 5), True)
    assert round(float(above.revenue), 2) == -40.03  # 800.5479 × 0.05
    [below] = gone.broken
    assert (gone.customers, gone.revenue, below.limit, below.allowed) == (0, 0, "customers_below", 1)
    assert round(float(below.revenue), 2) == 444.44  # 400 at a standard of 10/9 of the old one
    # nobody came back in July to September: once, at the mean standard of the grade above, which has nothing
    assert (woken.customers, woken.bookings, woken.revenue, woken.broken) == (3, 3, 0, ())


def test_a_growth_of_exactly_the_limit_breaks_none_and_a_share_below_last_years_is_told(warehouse):
    build(warehouse, months())
    found = proposal_of(warehouse)
    most = {(EVERYBODY, "A"): Growth(frequency=Fraction(1, 5), standard=Fraction(1, 10))}
    assert make_plan(found, None, most).broken == []
    [(row, broken)] = make_plan(found, Decimal(10_000), most).broken
    # 1000/1400 of 10 000 are 7142.86, planned are 800.55 × 1.32 = 1056.72; a table brings 1100
    assert (row.tier, broken.limit, round(float(broken.revenue), 2)) == ("A", "share_below", 6086.14)
    assert round(float(broken.bookings), 2) == 5.53


def test_those_who_came_back_say_what_waking_brings(warehouse):
    build(warehouse, [*months(), Bill("old", date(2026, 9, 5), 60, 2), Bill("old", date(2026, 9, 6), 30)])
    found = proposal_of(warehouse)
    assert found.recent["王", "D"].customers == Fraction(1, 3)  # one in three months
    assert found.base(("王", "D")) == found.base(("李", "D")) == (3, 30)
    woken = make_plan(found, None, {("李", "D"): Growth(woken=2)}).of("李")[3]
    assert (woken.bookings, woken.revenue, woken.broken) == (6, Decimal("180.00"), ())


def test_bills_that_do_not_cover_the_twelve_months_give_no_season_and_say_so(warehouse):
    build(warehouse, [bill for bill in months() if bill.day >= date(2026, 6, 1)])
    found = proposal_of(warehouse)
    assert (found.season, found.season_found, found.last_year) == (1, "not_covered", {})
    assert (found.recent_months, found.compared) == (2, None)  # all who were active on 30 June are not known
    build(warehouse, months())
    assert proposal_of(warehouse, as_of=date(2026, 9, 29)).season_found == "not_covered"
    build(warehouse, [bill for bill in months() if bill.day.month != 3])
    assert proposal_of(warehouse).season_found == "not_covered"


def test_a_kept_row_stands_as_it_was_kept_until_something_is_typed(warehouse):
    build(warehouse, months())
    found = proposal_of(warehouse)
    kept = make_plan(found, None, {("李", "A"): Growth(frequency=Fraction(1, 5))}).kept_rows()
    again = make_plan(found, None, kept=kept)
    assert again.kept_rows() == kept
    assert again.broken == []
    kept[0] |= {"manager": "周", "customers": 4}
    assert [row.customers for row in make_plan(found, None, kept=kept).of("周")] == [4, 0, 0, 0]
    assert make_plan(found, None, {("周", "A"): Growth()}, kept).of("周")[0].customers == 0


def test_a_grade_whose_customers_changed_hands_since_the_plan_was_kept_grows_by_what_is_typed_and_by_nothing_else():
    def proposed(**stock):
        rows = {(name, "B"): Figures(*map(Fraction, each)) for name, each in stock.items()}
        return Proposal(OCTOBER, END, date(2025, 10, 1), Fraction(1), "measured", TIERS, rows, {}, {}, 0, None, False, {})

    kept = make_plan(proposed(李=(4, 40, 8000), 王=(2, 6, 600)), None).kept_rows()
    since = proposed(王=(5, 36, 6600), 赵=(1, 10, 2000))  # 李 left: three of his went to 王, one to 赵
    shown = make_plan(since, None, kept=kept, is_whole=True)
    assert [row.customers for row in shown.rows if row.tier == "B"] == [4, 2, 0]  # nothing is planned twice: 赵 has no part in it
    assert implied_growth(shown, {}, EVERYBODY, "B") == Growth()
    typed = {}
    type_growth(shown, typed, EVERYBODY, "B", "frequency", Fraction(1, 4))
    rows = {row.manager: row for row in make_plan(since, None, typed, kept, is_whole=True).rows if row.tier == "B"}
    # 8600 a month × 1.25, each manager from what those bring who are his now
    assert {name: str(row.revenue) for name, row in rows.items()} == {"李": "0.00", "王": "8250.00", "赵": "2500.00"}


def test_what_keeping_to_a_limit_costs_is_the_same_once_the_row_is_kept():
    stock = {("李", "A"): Figures(Fraction(10), Fraction(1000), Fraction(300_000))}
    found = Proposal(OCTOBER, END, date(2025, 10, 1), Fraction(1), "measured", TIERS, stock, {}, {}, 0, None, False, {})
    typed = make_plan(found, None, {("李", "A"): Growth(standard=Fraction(1, 9))})
    kept = make_plan(found, None, kept=typed.kept_rows())
    # a table brings 333.33…, kept as 333.33, and is to bring 330: 1000 tables are 3333.33 too much, not 3330
    for plan in (typed, kept):
        [(row, broken)] = plan.broken
        assert broken_text(row, broken, plan, "en") == "▲ Grade A: standard +11.1%, at most +10%. Keeping to it: ¥3,333 less."


def test_a_standard_that_a_person_wrote_otherwise_than_the_sums_say_stands_as_it_was_written():
    stock = {("李", "A"): Figures(Fraction(10), Fraction(1000), Fraction(300_000))}
    found = Proposal(OCTOBER, END, date(2025, 10, 1), Fraction(1), "measured", TIERS, stock, {}, {}, 0, None, False, {})
    row = {"manager": "李", "tier": "A", "customers": 10, "frequency": 99.0, "bookings": 1000.0,
           "standard": Decimal(310), "revenue": Decimal(300_000)}
    [own, *_rest] = make_plan(found, None, kept=[row]).rows
    assert (own.frequency, own.standard, own.revenue) == (99, 310, 300_000)


def test_month_ends_that_are_kept_are_read_until_something_has_changed_since(warehouse):
    build(warehouse, [*months(), Bill(None, END)])
    change(warehouse)
    graded = proposal_of(warehouse)
    assert follow_up(warehouse, 1).error is None
    assert proposal_of(warehouse) == graded
    with warehouse.writing() as cursor:  # to see whence it comes
        cursor.execute("update snapshot_tiers set tier = 'C' where customer_key = 'a' and month_end = $end", {"end": END})
    assert proposal_of(warehouse).stock["李", "C"] == graded.stock["李", "A"]
    assert read_proposal(warehouse, 1, ABCD, OCTOBER, END, settings(active_days=61)).stock["李", "A"].customers == 1
    change(warehouse)
    assert proposal_of(warehouse) == graded
    follow_up(warehouse, 1)
    with warehouse.writing() as cursor:
        cursor.execute("update snapshots set scheme_version = 'older'")
    assert proposal_of(warehouse) == graded
    change(warehouse)


def change(warehouse):
    """Mark the store as whatever changes its bills does."""
    with warehouse.writing() as cursor:
        mark_pending(cursor, 1)


@pytest.mark.parametrize("text", ["A:frequency", "E:frequency=5%", "A:visits=5%", "A:customers=3", "D:customers=-3", "A:frequency=1e9%"])
def test_what_is_no_growth_is_refused(text):
    with pytest.raises(InputError) as refused:
        read_growths([text], TIERS)
    assert refused.value.code == "bad_growth"


def test_a_month_without_bills_is_named_where_there_is_no_season(warehouse):
    days = [date(2025, 8, 1) + timedelta(days=number) for number in range((END - date(2025, 8, 1)).days + 1)]
    build(warehouse, [Bill("a", day, 10) for day in days if (day.year, day.month) != (2026, 2)])
    change(warehouse)
    found = proposal_of(warehouse)
    assert (found.season, found.season_gap) == (1, (date(2026, 2, 1), date(2026, 2, 28)))
    assert season_text(found, "zh") == "季节系数按1：2026年2月1日到2026年2月28日没有账单，之前12个月不完整。"
    build(warehouse, [Bill("a", day, 10) for day in days if day >= date(2025, 12, 3)])
    change(warehouse)
    assert proposal_of(warehouse).season_gap == (date(2025, 10, 1), date(2025, 12, 2))
    build(warehouse, [Bill("a", day, 10) for day in days])
    change(warehouse)
    assert (proposal_of(warehouse).season_gap, proposal_of(warehouse).season_found) == (None, "measured")


@tries(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_the_proposal_is_the_slow_ones(warehouse, seed):
    chance = random.Random(seed)
    first = END - timedelta(days=chance.choice([20, 200, 365, 500, 640]))
    span = (END - first).days
    bills = [Bill(None, first + timedelta(days=number), 50) for number in range(0, span + 1, 9)] + [Bill(None, END, 50)]
    for name in chance.sample("abcdefghijklmnop", chance.randint(1, 16)):
        for _visit in range(chance.choice([1, 3, 20])):
            day = first + timedelta(days=chance.randint(0, span + 20))
            manager = chance.choice([None, "李", "李", "王"])
            bills.append(Bill(name, day, chance.choice([10, 33, 200, -5]), chance.choice([0, 1, 2]), manager=manager))
    build(warehouse, bills)
    change(warehouse)
    found = proposal_of(warehouse)
    follow_up(warehouse, 1)
    assert proposal_of(warehouse) == found
    stock, tables = slow(warehouse, END, date(2025, 10, 1)), list(tables_by_month(warehouse))
    season = Fraction(1)
    if first <= date(2025, 10, 1) and sum(tables) > 0:
        season = min(max(Fraction(12 * tables[0], sum(tables)), Fraction(1, 2)), Fraction(2))
    assert found.season == season
    assert {key: (each.customers, round(each.revenue / season, 6)) for key, each in found.stock.items()} == {
        key: (count, round(money, 6)) for key, (count, money) in stock.items()
    }
    rows = make_plan(found, None).rows
    whole = season * sum(money for _count, money in stock.values())
    assert abs(Fraction(sum(row.revenue for row in rows)) - whole) <= Fraction(len(rows), 200)
    for end, figures in ((date(2025, 9, 30), found.last_year), (date(2026, 8, 31), found.recent if found.recent_months == 1 else {})):
        if figures:
            past = slow_month(warehouse, end)
            assert {key: (each.customers, each.bookings, each.revenue) for key, each in figures.items()} == past


def people_of(warehouse, end):
    holders = read_holders(warehouse, 1, read_managers(warehouse, 1, END), end, end).to_pylist()
    managers = {row["customer_key"]: row["manager"] for row in holders}
    graded = [row for row in grade(warehouse, 1, ABCD, end, settings()).to_pylist() if row["tier"]]
    return [(row["customer"], managers.get(row["customer"]), row["tier"]) for row in graded]


def visits_of(warehouse, customer, first, last):
    return warehouse.cursor().execute(
        "select visit_date, bills, amount, tables from visits where customer_key = $customer and visit_date between $first and $last",
        {"customer": customer, "first": first, "last": last},
    ).fetchall()


def slow(warehouse, end, first):
    found = {}
    for customer, manager, tier in people_of(warehouse, end):
        if tier == "D":
            continue
        every = visits_of(warehouse, customer, date.min, end)
        begin = max(first, min(day for day, bills, _amount, _tables in every if bills))
        covered = max(Fraction((end - begin).days + 1) / Fraction("30.4375"), Fraction(1))
        money = sum(Fraction(amount) for day, _bills, amount, _tables in every if day >= first) / covered
        count, so_far = found.get((manager, tier), (0, Fraction(0)))
        found[manager, tier] = (count + 1, so_far + money)
    return found


def slow_month(warehouse, end):
    first = end + timedelta(days=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    found = {}
    for customer, manager, tier in people_of(warehouse, end):
        rows = visits_of(warehouse, customer, first, last)
        counts = tier != "D" or any(bills for _day, bills, _amount, _tables in rows)
        own = (int(counts), max(0, sum(tables for *_rest, tables in rows)), sum(Fraction(amount) for _day, _bills, amount, _t in rows))
        found[manager, tier] = tuple(map(sum, zip(own, found.get((manager, tier), (0, 0, 0)), strict=True)))
    return found


def tables_by_month(warehouse):
    months = [date(2025, month, 1) for month in (10, 11, 12)] + [date(2026, month, 1) for month in range(1, 10)]
    for month in months:
        last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        yield warehouse.cursor().execute(
            "select coalesce(sum(tables), 0)::bigint from visits where visit_date between $month and $last", {"month": month, "last": last}
        ).fetchall()[0][0]
