"""What visits, bookings, targets, months and shares mean, on small houses that once came out wrong; figures worked out by hand."""

import random
import tempfile
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.measures.grades.crossings import known_too_short, too_short_text
from segmentation.measures.grades.grading import grade_in_full, tier_summary
from segmentation.measures.grades.pyramid import read_pyramid
from segmentation.measures.revenue.comparison import finding_comparison
from segmentation.measures.revenue.composition import composition
from segmentation.measures.revenue.controllable import read_controllable
from segmentation.measures.revenue.overview import read_overview
from segmentation.measures.revenue.targets import parse_growth, preset_targets
from segmentation.schemes import load_scheme
from segmentation.warehouse import Warehouse
from segmentation.warehouse.opening import migrations
from tests.houses import Bill, Profile, build
from tests.naive import CENT, Rules, facts_of
from tests.random_houses import AS_OF, house

ABCD, PYRAMID, NINE, TWO, STARS = (load_scheme(key) for key in ("abcd", "pyramid", "ninebox", "potential", "stars"))


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("definitions") / "warehouse.duckdb")
    yield opened
    opened.close()


def bills_of(*rows):
    return [Bill(customer, date.fromisoformat(day), amount, tables) for customer, day, amount, tables in rows]


def check_targets(warehouse, store_id, bills, window, growth="0"):
    """Hold a store's targets against the slow way: bookings and standard from its bills, targets from the contributions."""
    facts = facts_of(bills, AS_OF, Rules(window=window))
    under = ABCD.defaults() | {"window": window}
    rows = preset_targets(warehouse, store_id, ABCD, AS_OF, under, growth=parse_growth(growth, 0)).to_pylist()
    assert {row["customer"]: (row["frequency"], row["bookings"], row["standard"], row["contribution"]) for row in rows} == {
        key: (fact.frequency, fact.tables, fact.standard, fact.contribution)
        for key, fact in facts.items() if fact.recency_days is not None
    }
    for row in rows:
        grown = row["contribution"] * (1 + Decimal(growth) / 100)
        assert row["target"] == (grown.quantize(CENT, "ROUND_HALF_UP") if row["contribution"] > 0 else row["contribution"])
    if growth == "0":
        assert sum(row["target"] for row in rows) == sum(row["contribution"] for row in rows)


@settings(max_examples=15)
@given(seed=st.integers(0, 2**32), window=st.sampled_from(["60", "365", "all"]), growth=st.sampled_from(["0", "7.5"]))
def test_targets_are_the_contributions_where_nothing_grows(warehouse, seed, window, growth):
    chance = random.Random(seed)
    houses = [house(chance, number) for number in (1, 2, 3)]
    build(warehouse, [bill for bills in houses for bill in bills], stores="abc")
    for number, bills in enumerate(houses, 1):
        check_targets(warehouse, number, bills, window, growth)


def till(chance, store_id):
    """Return what a till would write in two months: several bills a day, several tables a bill, some refunded in full or in part."""
    bills = []
    for _each in range(chance.randint(1, 14)):
        ago, amount = chance.randint(0, 60), Decimal(chance.randint(0, 40)) / chance.choice([1, 3])
        bill = Bill(chance.choice("abc"), AS_OF - timedelta(days=ago), amount.quantize(CENT), chance.randint(1, 4), store_id)
        bills.append(bill)
        back = chance.choice(["", "", "whole", "part", "more"])
        if back and bill.amount:
            amount = {"whole": bill.amount, "part": bill.amount / 2, "more": bill.amount + 7}[back].quantize(CENT)
            day = bill.day + timedelta(days=chance.randint(0, ago))
            bills.append(Bill(bill.customer, day, -amount, 1, store_id))
    return bills


@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 2**32))
def test_targets_of_landed_files_are_the_contributions_in_every_store(seed):
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        opened = Warehouse(Path(folder) / "w.duckdb")
        houses = [till(chance, number) for number in (1, 2)]
        for number, bills in enumerate(houses):
            path = Path(folder) / f"bills{number}.csv"
            lines = [f"{number}{at:03},{bill.day},{bill.customer},{bill.amount},{bill.tables}" for at, bill in enumerate(bills)]
            path.write_text("\n".join(["单号,日期,客户编号,金额,台数", *lines]), encoding="utf-8")
            import_file(opened, f"s{number}", path, Choices(customer_key="code"), today=AS_OF)
        for number, bills in enumerate(houses, 1):
            check_targets(opened, number, bills, "all")
        opened.close()


def test_several_tables_a_visit_do_not_shrink_a_target(warehouse):
    days = [f"2026-{month:02}-10" for month in range(1, 10)]
    build(warehouse, bills_of(*(("K1", day, 3000, 3) for day in days), ("K1", days[0], 3000, 3), ("K2", days[0], 1000, 1)))
    rows = preset_targets(warehouse, 1, ABCD, date(2026, 9, 20), ABCD.defaults()).to_pylist()
    assert {row["customer"]: (row["standard"], row["target"]) for row in rows} == {"K1": (1000, 30000), "K2": (1000, 1000)}


def test_the_first_month_has_stars_by_its_own_length_and_tells_nobody_his_potential(warehouse):
    build(warehouse, bills_of(("K1", "2026-09-02", 13400, 1), ("K2", "2026-09-30", 600, 1), ("K3", "2026-09-01", 5000, 1)))
    stars = grade_in_full(warehouse, 1, STARS, date(2026, 9, 30), STARS.defaults()).to_pylist()
    assert {row["customer"]: row["tier"] for row in stars} == {"K1": "star6", "K2": "star2", "K3": "star4"}
    for scheme in (TWO, NINE):
        grades = grade_in_full(warehouse, 1, scheme, date(2026, 9, 30), scheme.defaults())
        assert set(grades["tier"].to_pylist()) == {None}
        assert known_too_short(grades) == 3
        assert too_short_text(3, "zh") == "有3位客户认识不满一年、也没人打过潜力，先不进格。"
        (rest,) = [each for each in composition(warehouse, 1, scheme, date(2026, 9, 30), scheme.defaults()).slices if each.customers]
        assert (rest.label["zh"], rest.customers, rest.contribution) == ("认识还不久", 3, 19000)


@pytest.mark.parametrize("meals", [[], [("K2", "2026-09-01", 0, 1)]], ids=["refunds only", "with a visit"])
def test_no_measure_tells_a_share_of_a_whole_that_is_not_positive(warehouse, meals):
    rows = [("K1", "2026-09-01", 1000, 1), *meals, ("K2", "2026-09-02", -1900, 1), ("K3", "2026-09-03", 200, 1)]
    build(warehouse, bills_of(*rows), [Profile("K1", manager="Li", module="Z")])
    day, control = date(2026, 9, 3), read_controllable(warehouse, 1, date(2026, 9, 3), 60)
    slices = [each for by in ("tier", "module", "module_tier")
              for each in composition(warehouse, 1, ABCD, day, ABCD.defaults(), by).slices]
    overview = read_overview(warehouse, 1, ABCD, day, ABCD.defaults())
    pyramid = read_pyramid(warehouse, 1, PYRAMID, day, PYRAMID.defaults())
    tables = [
        tier_summary(warehouse, 1, ABCD, day, ABCD.defaults()), control.months, control.managers,
        preset_targets(warehouse, 1, ABCD, day, ABCD.defaults()), pyramid.tiers, pyramid.curve,
    ]
    shares = [value for table in tables for name in table.column_names for value in table[name].to_pylist()
              if name in MONEY_SHARES]
    assert {name for table in tables for name in table.column_names if "share" in name or "ratio" in name} <= MONEY_SHARES | COUNTED
    shares += [each.contribution_share for each in slices] + [overview.window_shares.active_share, overview.month_shares.identified_share]
    assert len(shares) > 30
    assert set(shares) == {None}


MONEY_SHARES = {
    "contribution_share", "profit_share", "service_cost_share", "value_share", "share", "walk_in_share",
    "ratio_identified", "ratio_managed", "ratio_managed_active",
}
COUNTED = {"customer_share", "visit_share", "customers_share"}  # of customers and visits, of which there are some


def test_what_managed_customers_bring_is_not_cut(warehouse):
    build(warehouse, bills_of(("K1", "2026-09-05", 700, 1), ("K2", "2026-09-20", -300, 1), (None, "2026-09-30", 100, 1)),
          [Profile("K1", manager="Li", has_profile=False)])
    day = date(2026, 9, 30)
    row = read_controllable(warehouse, 1, day, 60).months.to_pylist()[0]
    assert (row["total"], row["managed"], row["managed_active"], row["ratio_managed"], row["ratio_identified"]) == (500, 700, 700, None, 0.8)
    assert (row["customers"], row["managed_customers"]) == (1, 1)  # who got money back was not there
    house = composition(warehouse, 1, ABCD, day, ABCD.defaults())
    assert house.controlled_share is None
    assert house.contribution + house.walk_in == house.total == 500
    assert finding_comparison(house, house, ("Pine", "Lake"), "en") == (
        "What Pine controls is no share of its revenue in this window, for refunds are taken off it."
    )


def test_a_typed_total_is_never_set_against_a_part_of_its_month(warehouse):
    build(warehouse, bills_of(("K1", "2026-07-01", 1000, 1), ("K2", "2026-07-31", 500, 1), ("K1", "2026-08-01", 1000, 1)),
          [Profile("K1", manager="Li")])
    with warehouse.writing() as cursor:
        cursor.execute("insert into month_totals values (1, 1, date '2026-07-01', 3000)")
    part = read_controllable(warehouse, 1, date(2026, 7, 15), 60)
    (row,) = part.months.to_pylist()
    assert (row["total"], row["ratio_managed"], row["said"], row["said_total"]) == (1000, 1, False, 3000)
    assert part.whole["total"] == 1000
    assert part.notes("zh") == ["2026年7月填报的总营收¥3,000.00是整月的数，截止日当月还没过完，先只按账单算。"]
    over = read_controllable(warehouse, 1, date(2026, 7, 31), 60)
    assert (over.months.to_pylist()[0]["ratio_managed"], over.notes("en")) == (1 / 3, [])
    with warehouse.writing() as cursor:
        cursor.execute("delete from month_totals")


def test_an_older_warehouse_reads_its_refunds_anew(tmp_path):
    path, chance = tmp_path / "old.duckdb", random.Random(7)
    bills = [bill for store_id in (1, 2) for _ in range(9) for bill in house(chance, store_id)]
    numbered = [replace(bill, bill_no=chance.choice([None, "n1", "n2"])) for bill in bills]
    with closing(Warehouse(path)) as opened:
        build(opened, numbered, stores=("a", "b"))
        wanted = opened.cursor().execute("select * from visits order by all").fetchall()
    with duckdb.connect(str(path)) as engine:  # as it was before: every bill counted, with its tables
        engine.execute("""
            update visits set bills = told.bills, tables = told.tables
            from (select store_id, customer_key, bill_date, count(*) as bills, sum(bills.tables) as tables from bills group by all) as told
            where visits.store_id = told.store_id and visits.customer_key = told.customer_key and visit_date = bill_date
        """)
        assert engine.execute("select * from visits order by all").fetchall() != wanted
        for script in migrations():
            if script.name.startswith("0005"):
                engine.execute(script.read_text(encoding="utf-8"))
        assert engine.execute("select * from visits order by all").fetchall() == wanted
