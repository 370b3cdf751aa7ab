"""A customer without a name goes by his key: in every list, table, workbook and file of a house that knows nobody's name."""

import csv
import io
from datetime import date

import openpyxl
import pyarrow as pa
import pytest

from segmentation.exports.csv import to_csv
from segmentation.exports.masking import Masker, mask_frame, mask_slides
from segmentation.exports.pptx import deck
from segmentation.exports.tables import describe
from segmentation.fields import label
from segmentation.ingest.care import record_care
from segmentation.measures.grades.grading import grade
from segmentation.measures.movement.care import read_win_backs
from segmentation.measures.movement.cohorts import cell_customers
from segmentation.measures.movement.migration import read_migration
from segmentation.measures.movement.warnings import read_warnings, with_reasons
from segmentation.measures.revenue.overview import read_overview
from segmentation.measures.revenue.targets import preset_targets
from segmentation.reports import targets_workbook
from segmentation.slides import Slide
from segmentation.warehouse import Warehouse
from tests.grades import ABCD, settings
from tests.houses import Bill, build

AS_OF = date(2026, 9, 30)
KEYS = {"K1", "13800000002", "lin@example.cn", "K4"}
BILLS = [
    *(Bill("K1", date(2026, month, number)) for month, number in ((8, 12), (8, 21), (8, 30))),  # silent: usually every nine days
    Bill("13800000002", date(2026, 9, 28), 500), Bill("lin@example.cn", date(2026, 3, 1)), Bill("K4", date(2026, 9, 1), 50),
]


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    opened = Warehouse(tmp_path_factory.mktemp("names") / "warehouse.duckdb")
    build(opened, BILLS)
    record_care(opened, 1, ["K1"], "contacted", date(2026, 9, 20))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def lists(warehouse):
    """Return every list of customers that is shown or taken away, as its measure gives it."""
    warned = read_warnings(warehouse, 1, AS_OF, settings())
    moves = read_migration(warehouse, 1, ABCD, date(2026, 6, 30), AS_OF, settings())
    return {
        "graded": grade(warehouse, 1, ABCD, AS_OF, settings()),
        "targets": preset_targets(warehouse, 1, ABCD, AS_OF, settings()),
        "warned": with_reasons(warned.table, "en").drop_columns(["is_silent", "has_fewer_visits", "spends_less"]),
        "lost": warned.lost,
        "moved": moves.customers,
        "efforts": read_win_backs(warehouse, 1, AS_OF, 60).efforts,
        "cohort": cell_customers(warehouse, 1, AS_OF, date(2026, 9, 1), 0),
        "movements": read_overview(warehouse, 1, ABCD, AS_OF, settings()).movements,
    }


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_list_shows_and_exports_the_key_of_a_nameless_customer(lists, lang):
    for what, frame in lists.items():
        assert frame.num_rows, what
        table = describe(frame, lang, ABCD)
        shown = [row[frame.column_names.index("name")] for row in table.rows]
        assert shown == frame["customer"].to_pylist(), what
        assert set(shown) <= KEYS, what
        head, *rows = csv.reader(io.StringIO(to_csv(frame, lang, labels=True, scheme=ABCD).decode("utf-8-sig")))
        assert [row[head.index(label("name", lang))] for row in rows] == shown, what
        assert deck([Slide(what, table=table)], lang)


@pytest.mark.parametrize("by", ["tier", "module_tier"])
def test_the_targets_workbook_has_a_name_for_everybody(warehouse, by):
    book = openpyxl.load_workbook(io.BytesIO(targets_workbook(warehouse, 1, ABCD, AS_OF, by, "en")))
    *sheets, _notes = book
    found = []
    for sheet in sheets:
        head, *rows = sheet.iter_rows(values_only=True)
        assert head.index("Bookings") == head.index("Visits") + 1
        found.append({row[head.index("Customer name")] for row in rows if row[0] != "Total"})
    assert found[0] == KEYS == set().union(*found[1:])


def test_a_name_stays_and_a_blank_one_is_none():
    frame = pa.table({"customer": ["K1", "K2", "K3"], "name": ["Lin", "  ", None]})
    assert [row[1] for row in describe(frame, "en").rows] == ["Lin", "K2", "K3"]
    assert to_csv(frame, "en").decode("utf-8-sig").split() == ["customer,name", "K1,Lin", "K2,", "K3,"]  # what programs read


def test_a_key_that_is_a_phone_or_an_e_mail_is_masked_where_it_stands_for_a_name():
    frame = pa.table({"customer": ["13800000002", "lin@example.cn"], "name": pa.nulls(2, pa.string())})
    masked = mask_frame(frame, Masker.of("en", frame))
    assert masked["customer"].to_pylist() == ["Customer 001", "Customer 002"]
    assert masked["name"].to_pylist() == ["Customer 001", "Customer 002"]
    [slide] = mask_slides([Slide("Of lin@example.cn", table=describe(frame, "en", columns=["name"]))], "en")
    assert [row[0] for row in slide.table.rows] == ["Customer 001", "Customer 002"]
    assert slide.title == "Of Customer 002"
