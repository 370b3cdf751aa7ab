"""Several stores as one: sums, shares and guests of more than one, worked out by hand."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from openpyxl import load_workbook

from segmentation.ingest.batches import list_stores
from segmentation.language.errors import InputError
from segmentation.measures.chain.guests import finding_guests, read_guests
from segmentation.measures.chain.totals import (
    absent_text,
    chain_day,
    check_chain,
    ends_text,
    finding_chain,
    read_chain,
    read_league,
)
from segmentation.reports import chain_workbook
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build

AS_OF = date(2026, 6, 30)
# Pine: 1,000 of a (managed), 200 of b, 300 walk-in, an old visit of c. Oak: 400 of a again, 100 of z; 2 days later than Pine ends.
BILLS = [
    Bill("a", date(2026, 6, 1), 600), Bill("a", date(2026, 6, 30), 400), Bill("b", date(2026, 4, 30), 200), Bill(None, AS_OF, 300),
    Bill("c", date(2025, 1, 1), 50), Bill("k1", date(2026, 6, 2), 10), Bill("k2", date(2026, 6, 2), 10), Bill("k3", date(2026, 6, 2), 10),
    Bill("k4", date(2026, 6, 2), 10),
    Bill("x", date(2026, 6, 30), 400, store_id=2), Bill("y", date(2026, 6, 20), 60, store_id=2), Bill("z", date(2026, 6, 20), 40, store_id=2),
    Bill("x", date(2026, 7, 2), 999, store_id=2), Bill("k", date(2026, 6, 2), 5, store_id=2), Bill("m", date(2026, 6, 3), 5, store_id=2),
]
PROFILES = [
    Profile("a", "Ann", "138 0000 0001", manager="Li"), Profile("b", "Ben", "13800000002"), Profile("c", "Cy", "13800000003"),
    *(Profile(f"k{number}", "Desk", "13900000000") for number in range(1, 5)),  # the house's own number, on four customers
    Profile("x", None, "+86 13800000001", store_id=2), Profile("y", "Ann W.", "8613800000001", store_id=2),
    Profile("z", "Ben", "138****0002", store_id=2), Profile("k", "K", "13900000000", store_id=2),
    Profile("m", "M", "13800000003", store_id=2),
]


@pytest.fixture(scope="module")
def chain(tmp_path_factory):
    warehouse = Warehouse(tmp_path_factory.mktemp("chain") / "warehouse.duckdb")
    build(warehouse, BILLS, PROFILES, ("Pine", "Oak", "Empty"))
    yield warehouse, list_stores(warehouse)
    warehouse.close()


def test_the_stores_add_up_to_the_chain(chain):
    warehouse, stores = chain
    assert chain_day(stores) == AS_OF  # Pine's last bill; Oak has later ones
    found = read_chain(warehouse, stores[:2], AS_OF, "365")
    names = ("store", "revenue", "identified", "walk_in", "managed", "customers", "active_customers", "known_customers")
    assert [tuple(row[name] for name in names) for row in found.stores.to_pylist()] == [
        # b came 61 days ago: no more active; c long before the window
        ("Pine", Decimal("1540.00"), Decimal("1240.00"), Decimal("300.00"), Decimal("1000.00"), 6, 5, 7),
        ("Oak", Decimal("510.00"), Decimal("510.00"), Decimal("0.00"), Decimal("0.00"), 5, 5, 5),
    ]
    assert found.stores["share"].to_pylist() == [1540 / 2050, 510 / 2050]
    assert found.controllable == 1000 / 2050
    assert found.total("customers") == 11
    assert ends_text(found, "en") == "Up to 30 Jun 2026 there are bills of all stores, of some up to 2 Jul 2026"
    assert ends_text(read_chain(warehouse, stores[:2], date(2026, 6, 29), "365"), "en") == ""  # a day that was picked
    assert finding_chain(found, "en") == "2 stores bring ¥2.05K together, 75% of it Pine"


def test_a_guest_of_two_stores_is_known_by_his_phone_however_it_is_written(chain):
    warehouse, stores = chain
    found = read_guests(warehouse, stores, AS_OF, "365")
    told = [(each.phone, each.name, each.visits, each.contribution, [(one.store, one.customer) for one in each.at]) for each in found.guests]
    assert told == [
        ("13800000001", "Ann", 4, Decimal("1460.00"), [("Pine", "a"), ("Oak", "x")]),  # 1,000 + 400 + 60: x and y are one there
        ("13800000003", "M", 1, Decimal("5.00"), [("Oak", "m"), ("Pine", "c")]),  # came to Pine before the window
    ]
    assert finding_guests(found, Decimal("1750.00"), "en") == (
        "2 guests come to more than one store and bring ¥1.47K, 83.7% of the known customers' revenue"
    )
    assert found.by_store().num_rows == 4
    assert read_guests(warehouse, stores, date(2026, 6, 2), "365").guests == ()  # as known then: nobody had come to both


def test_a_league_counts_small_groups_for_they_are_the_owners_own(chain):
    warehouse, stores = chain
    league = read_league(warehouse, stores[:2], date(2026, 7, 2))
    june = {(each.house, each.ratio): each for each in league.in_month(date(2026, 6, 1))}
    assert {each.house for each in june.values()} == {"Pine"}  # Oak's bills begin within June
    found = read_chain(warehouse, stores[:2], date(2026, 7, 2), "365")
    assert absent_text(found, league, "en") == "1 store without a whole month of bills is not in it"
    [sheet] = [one for one in load_workbook(BytesIO(chain_workbook(found, read_guests(warehouse, stores, found.as_of, "365"), league, "en")))
               if one.title == "Ratios by month"]
    heads = [cell.value for cell in sheet[1]]
    assert (heads[0], heads[6]) == ("Store", "Houses with a value")
    assert sheet.cell(2, 4).number_format == "#,##0.00##"  # of 0.0451 no digit is hidden
    assert june["Pine", "controllable"].value == Decimal("0.7463")  # 1,000 of 1,340
    assert june["Pine", "active_share"].value == Decimal("0.7143")  # 5 of 7


def test_every_row_that_is_taken_away_says_how_many_days_the_bills_of_its_store_cover(chain):
    warehouse, stores = chain
    found, guests = read_chain(warehouse, stores[:2], AS_OF, "365"), read_guests(warehouse, stores[:2], AS_OF, "365")
    book = load_workbook(BytesIO(chain_workbook(found, guests, read_league(warehouse, stores[:2], AS_OF), "en")))
    said = set()
    for name in ("Stores", "Guests of several stores"):
        heads = [cell.value for cell in book[name][1]]
        rows = [[cell.value for cell in row] for row in book[name].iter_rows(min_row=2)]
        said |= {(row[heads.index("Store")], row[heads.index("Period")]) for row in rows if row[heads.index("Period")]}
    assert said == {  # Pine: 30 April, then 1 to 30 June after a month without a bill; Oak: 2 to 30 June
        ("Pine", "365 days up to 30 Jun 2026 (bills cover 31 of 365 days)"), ("Oak", "365 days up to 30 Jun 2026 (bills cover 29 of 365 days)"),
    }
    notes = [str(cell.value) for sheet in book for row in sheet for cell in row]
    assert "the bills of 1 store cover fewer days" in notes


def test_one_store_is_no_chain(chain):
    with pytest.raises(InputError, match="two stores"):
        check_chain(chain[1][1:])
