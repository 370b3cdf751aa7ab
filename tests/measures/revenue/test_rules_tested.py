"""Occupancy and the rules of thumb on fourteen months made by hand: of month k, 10 + k of 100 tables are taken (in thirds of a day)."""

from calendar import monthrange
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from segmentation.ingest.contacts import record_contact
from segmentation.language.errors import InputError
from segmentation.measures.managers.register import see
from segmentation.measures.revenue.occupancy import finding_occupancy, read_occupancy
from segmentation.measures.revenue.rule_statistics import middle, slope, spearman
from segmentation.measures.revenue.rule_words import finding_rules, needs_text, told_by
from segmentation.measures.revenue.rules_tested import read_rules
from segmentation.measures.revenue.what_if import Worth, what_if
from segmentation.settings.plans import read_rooms
from segmentation.settings.rooms import Room, read_room, save_open_days, save_room
from segmentation.warehouse import Rights, Warehouse
from tests.houses import Bill, build

AS_OF = date(2026, 10, 31)
MONTHS = [date(2025 + (8 + k) // 12, (8 + k) % 12 + 1, 1) for k in range(14)]  # from September 2025


def bills(share, walk_in=100, guests=lambda k: 1):
    """In every month guests who spend 400 each, walk-ins so that the guests have ``share(k)`` % of 10 000, on 10 + k tables."""
    found = []
    for k, month in enumerate(MONTHS):
        own, count = share(k) * 100, guests(k)
        found += [Bill(f"c{each}", month, Decimal(own) / count, tables=10 + k if each == 0 else 0) for each in range(count)]
        rest = 10_000 - own
        found += [Bill(None, month.replace(day=15), walk_in, tables=0) for _each in range(rest // walk_in)]
    return [*found, Bill(None, AS_OF, "0.01", tables=0)]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("rules") / "w.duckdb")
    yield opened
    opened.close()


def ruled(warehouse):
    return {each.rule: each for each in read_rules(warehouse, 1, AS_OF)}


def test_occupancy_is_tables_used_of_those_there_are(warehouse):
    build(warehouse, [*bills(lambda k: 50), Bill("c0", date(2025, 9, 3), 70, tables=3), Bill("c0", date(2025, 9, 3), -70, tables=3)])
    assert [each.occupancy for each in read_occupancy(warehouse, 1, AS_OF)] == [None] * 14
    assert finding_occupancy(read_occupancy(warehouse, 1, AS_OF), "en").startswith("Say how many tables")
    assert save_room(warehouse, 1, 5, 2) == read_room(warehouse, 1) == Room(5, 2)
    assert read_rooms(warehouse, 1)["share"] == "45"
    found = read_occupancy(warehouse, 1, AS_OF)
    # three days with bills in September: 10 of 5 × 2 × 3; two in October 2025, three in October 2026 with the last one
    assert [(each.tables_used, each.open_days, each.capacity) for each in found][:2] == [(10, 3, 30), (11, 2, 20)]
    assert (found[-1].tables_used, found[-1].open_days, found[-1].is_over) == (23, 3, True)
    assert finding_occupancy(found, "en") == "In Oct 2026 77% of the tables were taken; most in Sep 2026 (110%), least in Sep 2025 (33%)."
    save_open_days(warehouse, 1, MONTHS[1], 31)
    assert read_occupancy(warehouse, 1, AS_OF)[1].occupancy == pytest.approx(11 / 310)
    save_open_days(warehouse, 1, MONTHS[1], None)
    assert read_occupancy(warehouse, 1, AS_OF)[1].open_days == 2
    with pytest.raises(InputError):
        save_open_days(warehouse, 1, date(2026, 2, 1), 29)


def set_up(warehouse, *args, **more):
    build(warehouse, bills(*args, **more))
    save_room(warehouse, 1, 1, 1)
    for month in MONTHS:  # 100 tables at most a month, in whole numbers
        save_open_days(warehouse, 1, month, monthrange(month.year, month.month)[1])


def test_months_are_counted_beyond_the_sixty_of_a_chunk(warehouse):
    # 62 months: "a" comes on the first of each; "b" once, on 25 August 2026, which is 36 days before September's end and 67 before October's
    months = [date(2021 + (8 + k) // 12, (8 + k) % 12 + 1, 1) for k in range(62)]
    build(warehouse, [*(Bill("a", month, 10) for month in months), Bill("b", date(2026, 8, 25), 10), Bill(None, AS_OF, 1)])
    frame = pa.table({
        "period_no": pa.array(range(62), pa.int32()), "first_day": months,
        "last_day": [month.replace(day=monthrange(month.year, month.month)[1]) for month in months],
    })
    rows = warehouse.over("measures/revenue/rule_months", {"periods": frame}, store=1, active_days=60).to_pylist()
    found = [(row["known"], row["active"], row["customers"]) for row in rows]
    assert found == [(1, 1, 1)] * 59 + [(2, 2, 2), (2, 2, 1), (2, 1, 1)]


def test_the_rule_of_45_and_80_holds_is_the_other_way_round_or_cannot_be_told(warehouse):
    set_up(warehouse, lambda k: 40 + k)
    found = ruled(warehouse)["occupancy"]
    assert (found.verdict, found.n, found.needs) == ("holds", 14, "")
    assert found.estimate.low > 0.9
    assert found.points[0] == (MONTHS[0], pytest.approx(0.40, abs=1e-4), pytest.approx(10 / 30))
    set_up(warehouse, lambda k: 60 - k)
    assert ruled(warehouse)["occupancy"].verdict == "opposite"
    set_up(warehouse, lambda k: 50 + 5 * (k % 2))
    found = ruled(warehouse)["occupancy"]
    assert (found.verdict, found.estimate.low < 0 < found.estimate.high, found.own) == ("cannot_tell", True, None)
    assert read_rules(warehouse, 1, date(2026, 7, 31))[0].needs == "months"  # eleven of them
    warehouse.cursor().execute("delete from settings")
    assert ruled(warehouse)["occupancy"].needs == "capacity"


def test_a_known_guest_against_a_walk_in(warehouse):
    set_up(warehouse, lambda k: 40, guests=lambda k: 10)  # 400 a guest, 100 a walk-in bill
    found = ruled(warehouse)["known_and_walk_in"]
    assert (found.verdict, round(found.estimate.value, 3), found.own) == ("holds", 4.0, (Decimal("4.0000"), Decimal("4.0000")))
    set_up(warehouse, lambda k: 40, guests=lambda k: 20)
    found = ruled(warehouse)["known_and_walk_in"]
    assert (found.verdict, found.own) == ("opposite", None)
    assert "2.00 times (95%: 2.00 to 2.00), 14 months; the rule: 3 to 5" in told_by(found, "en")
    set_up(warehouse, lambda k: 40, guests=lambda k: 5)  # 800 a guest: eight times, of which the rule says nothing
    found = ruled(warehouse)["known_and_walk_in"]
    assert (found.verdict, found.needs, found.own) == ("cannot_tell", "above", None)


def test_what_no_bill_says_cannot_be_told(warehouse):
    set_up(warehouse, lambda k: 40)
    found = ruled(warehouse)
    assert {rule: each.verdict for rule, each in found.items() if each.needs == "no_bill"} == dict.fromkeys(
        ("winning_and_keeping", "keeping_without_service", "known_person"), "cannot_tell"
    )
    assert (found["swing_with_service"].needs, found["swing_without_service"].n) == ("service", 2)
    assert needs_text(found["winning_and_keeping"], "en") == "No bill says it"
    for month in MONTHS:
        record_contact(warehouse, 1, "c0", "call", "reached", month)
    assert (ruled(warehouse)["swing_with_service"].n, ruled(warehouse)["swing_without_service"].needs) == (2, "no_service")
    assert finding_rules(list(found.values()), "en").startswith("Of 9 rules of thumb")


def test_sums_of_the_house_are_not_a_managers(warehouse):
    manager = see(warehouse, Rights("manager", None, manager="Li"))
    for read in (read_rules, read_occupancy):
        with pytest.raises(InputError):
            read(manager, 1, AS_OF)


def test_the_what_if_takes_the_houses_own_figure():
    own = (Decimal("0.02"), Decimal("0.03"))
    assert what_if("a_customers", Decimal(1_000_000), 2) == Worth(Decimal("100000.00"), Decimal("100000.00"), 1)
    assert what_if("a_customers", Decimal(1_000_000), 2, own=own) == Worth(Decimal("40000.00"), Decimal("60000.00"), 1)


def test_estimates_are_those_worked_out_by_hand():
    assert spearman([(1, 1), (2, 2), (3, 3), (4, 4)]) == (1, 1, 1)
    assert spearman([(1, 5), (2, 5), (3, 5), (4, 5)]) is None
    # ρ = 1 − 6 · 30 ÷ (9 · 80) = 0.75; z 0.973 ± 1.96 √(1.281 ÷ 6)
    pairs = list(zip(range(1, 10), (4, 2, 1, 3, 8, 5, 6, 9, 7), strict=True))
    assert [round(each, 3) for each in spearman(pairs)] == [0.75, 0.067, 0.954]
    assert slope([(1, 1), (2, 3), (3, 5), (4, 7), (5, 20)]).value == 2
    assert middle([5, 1, 3, 2, 4, 6]) == (3.5, 1, 6)  # 2 ÷ 2⁶ = 3 %
