"""deck and targets, as a person runs them; what is in the files is what the shell says."""

import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from pptx import Presentation

from segmentation.shell.main import main
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build

AS_OF = date(2026, 9, 30)
BILLS = [
    Bill("gov", AS_OF, "6000.10"), Bill("priv", date(2026, 9, 1), 2000), Bill(None, AS_OF, 2000),
    Bill("gov", AS_OF, 1000, store_id=2), Bill(None, AS_OF, 6000, store_id=2),
]
PROFILES = [
    Profile("gov", "=cmd()", phone="13800000001", module="政府", manager="Wang"), Profile("priv", "王小明", module="私企"),
    Profile("gov", "Tax Bureau", module="政府", store_id=2),
]


@pytest.fixture
def shell(tmp_path, capsys):
    path = tmp_path / "w.duckdb"
    warehouse = Warehouse(path)
    build(warehouse, BILLS, PROFILES, ("Pine", "Oak"))
    warehouse.close()

    def run(*arguments):
        status = main(["--db", str(path), "--lang", "en", *map(str, arguments)])
        return status, capsys.readouterr()

    return run


def charts(deck):
    return [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]


@pytest.mark.parametrize("by", ["tier", "module", "module_tier"])
def test_a_deck_has_native_charts_with_the_numbers_of_shares(shell, tmp_path, by):
    assert shell("deck", "--store", "Pine", "--by", by, "--out", tmp_path / "d.pptx")[0] == 0
    shares = json.loads(shell("shares", "--store", "Pine", "--by", by, "--json")[1].out)
    counted, brought = charts(Presentation(tmp_path / "d.pptx"))[:2]
    slices = [each for each in shares["slices"] if each["customers"]]
    assert [int(value) for value in counted.plots[0].series[0].values if value] == [each["customers"] for each in slices]
    money = [Decimal(str(value)) for value in brought.plots[0].series[0].values if value]
    assert money == [Decimal(each["contribution"]) for each in slices] + [Decimal(shares["walk_in"]["contribution"])]


def test_two_stores_or_two_days_stand_side_by_side(shell, tmp_path):
    out = tmp_path / "d.pptx"
    for second in (("--store2", "Oak"), ("--store", "Oak"), ("--as-of2", "2026-09-10")):
        assert shell("deck", "--store", "Pine", *second, "--out", out)[0] == 0
        customers, revenue, *_gaps = Presentation(out).slides
        assert [len([shape for shape in each.shapes if shape.has_chart]) for each in (customers, revenue)] == [2, 2]
    assert not [shape for slide in Presentation(out).slides for shape in slide.shapes if shape.shape_type == 13]


def test_an_anonymous_deck_is_written(shell, tmp_path):
    assert shell("deck", "--store", "Pine", "--anonymous", "--out", tmp_path / "d.pptx")[0] == 0
    assert "王小明".encode() not in (tmp_path / "d.pptx").read_bytes()
    assert shell("deck", "--store", "Pine", "--anonymous-house", "--out", tmp_path / "d.pptx")[0] == 0
    texts = [shape.text for slide in Presentation(tmp_path / "d.pptx").slides for shape in slide.shapes if shape.has_text_frame]
    assert any("Store A" in text for text in texts) or any("甲店" in text for text in texts)
    assert not any("Pine" in text for text in texts)


def test_targets_are_a_sheet_for_all_and_one_each(shell, tmp_path):
    out = tmp_path / "t.xlsx"
    assert shell("targets", "--store", "Pine", "--by", "module_tier", "--out", out)[0] == 0
    book = openpyxl.load_workbook(out)
    assert book.sheetnames[0] == "All customers"
    assert [name for name in book.sheetnames if name.startswith("Z")]
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f" and "cmd" in str(cell.value)]
    assert 6000.1 in [cell.value for cell in cells]


@pytest.mark.parametrize(
    "arguments",
    [("deck", "--store", "Nope"), ("deck", "--store", "Pine", "--store2", "Nope"), ("deck", "--store", "Pine", "--as-of", "never"),
     ("targets", "--store", "Nope"), ("targets", "--store", "Pine", "--by", "nothing")],
)
def test_what_is_refused_is_refused_in_one_line_and_writes_nothing(shell, tmp_path, arguments):
    status, said = shell(*arguments, "--out", tmp_path / "x")
    assert status == 2
    assert said.err.strip().count("\n") == 0
    assert not (tmp_path / "x").exists()
