"""The preset target tables, each row checked with a pocket calculator."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.language.errors import InputError
from segmentation.measures.revenue.targets import Growth, parse_growth, preset_targets, read_growth, save_growth
from segmentation.schemes import load_scheme
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build

ABCD = load_scheme("abcd")
AS_OF = date(2026, 9, 30)
BILLS = [
    Bill("a", date(2026, 9, 1), "100.00", tables=2), Bill("a", date(2026, 9, 2), "50.00"), Bill("a", date(2026, 9, 3), "50.01"),
    Bill("b", date(2026, 9, 4), "90.00"), Bill("n", date(2026, 9, 5), "10.00", tables=0), Bill("old", date(2025, 1, 1), "70.00"),
]
PROFILES = [Profile("a", "甲", module="国企", manager="王经理"), Profile("b", "乙", module="Z"), Profile("new", "丙")]


@pytest.fixture
def warehouse(tmp_path):
    opened = Warehouse(tmp_path / "warehouse.duckdb")
    build(opened, BILLS, PROFILES)
    yield opened
    opened.close()


def targets(warehouse, by="tier", growth=None):
    return preset_targets(warehouse, 1, ABCD, AS_OF, ABCD.defaults(), by, growth).to_pylist()


def test_a_row_a_customer_by_tier(warehouse):
    rows = targets(warehouse)
    names = ("code", "customer", "frequency", "bookings", "standard", "target")
    assert [tuple(row[name] for name in names) for row in rows] == [
        ("GA", "a", 3, 4, Decimal("50.00"), Decimal("200.01")),  # 200.01 / 4 tables is 50.0025, and not multiplied again
        ("ZB", "b", 1, 1, Decimal("90.00"), Decimal("90.00")),
        ("UC", "n", 1, 0, None, Decimal("10.00")),  # no table, no standard
        ("UD", "old", 0, 0, None, Decimal("0.00")),
    ]
    assert rows[0]["name"] == "甲"
    assert rows[0]["manager"] == "王经理"
    assert rows[0]["contribution_share"] == pytest.approx(200.01 / 300.01)


def test_by_module_and_tier_the_modules_stand_in_their_order(warehouse):
    assert [row["code"] for row in targets(warehouse, "module_tier")] == ["ZB", "GA", "UC", "UD"]


@pytest.mark.parametrize(
    ("frequency", "standard", "target"),
    [
        ("0", "0", "200.01"), ("0", "10", "220.01"), ("10", "-10", "198.01"),  # 200.01 x 1.1 x 0.9 = 198.0099
        ("5", "0.33", "210.70"), ("-100", "0", "0.00"), ("50", "0", "300.02"),  # 300.015, half a cent up
    ],
)
def test_growth_of_visits_and_of_the_standard(warehouse, frequency, standard, target):
    assert str(targets(warehouse, growth=parse_growth(frequency, standard))[0]["target"]) == target


def test_a_contribution_below_zero_does_not_grow_and_has_no_share(warehouse):
    build(warehouse, [Bill("a", date(2026, 9, 1), 0), Bill("a", date(2026, 9, 2), "-0.05")])
    row = targets(warehouse, growth=parse_growth("0", "10"))[0]
    assert (str(row["target"]), row["contribution_share"]) == ("-0.05", None)


@pytest.mark.parametrize(("frequency", "standard"), [("0", "10.01"), ("0", "-11"), ("201", "0"), ("x", "0"), ("0", ""), ("0", "1.234")])
def test_growth_out_of_its_limits_is_refused(frequency, standard):
    with pytest.raises(InputError) as refused:
        parse_growth(frequency, standard)
    assert refused.value.code == "bad_growth"


def test_growth_out_of_its_limits_is_refused_however_it_comes(warehouse):
    for call in (lambda: targets(warehouse, growth=Growth(standard=Decimal(11))), lambda: save_growth(warehouse, 1, Growth(standard=Decimal(11)))):
        with pytest.raises(InputError, match="from -10% to 10%"):
            call()


def test_growth_is_kept_for_the_store(warehouse):
    assert read_growth(warehouse, 1) == Growth()
    save_growth(warehouse, 1, parse_growth("３", "−2.5 %"))
    assert read_growth(warehouse, 1) == Growth(Decimal(3), Decimal("-2.5"))


def test_other_tables_are_refused(warehouse):
    with pytest.raises(InputError, match="There are no slices by “module”"):
        targets(warehouse, "module")
