"""A corrected month is whole: bills of its days that it does not hold are asked about, taken out or kept, and come back by undo."""

from decimal import Decimal

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.rejects import rejects_csv
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse
from tests.ingest.contents import state

HEADER = "账单号,日期,客户编号,金额\n"
FIRST = [f"B{n},2026-10-0{n % 3 + 1},K{n % 4},{n}00" for n in range(1, 13)]  # 12 bills of three days
WITHOUT_B7 = [row for row in FIRST if not row.startswith("B7,")]  # ¥700 on 2 October
REMOVE, KEEP = Choices(missing_bills="remove"), Choices(missing_bills="keep")


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def _land(rows, choices=None, header=HEADER, name="bills.csv"):
        path = tmp_path / name
        path.write_text(header + "\n".join(rows) + "\n", encoding="utf-8")
        return import_file(warehouse, "s", path, choices)

    return _land


def live(warehouse):
    return dict(warehouse.cursor().execute("select bill_no, amount from bills where replaced_by is null order by all").fetchall())


def question(warehouse, tmp_path, choices=None):
    found = examine(warehouse, "s", tmp_path / "bills.csv", choices)
    found.close()
    return next((each for each in found.questions if each.code == "missing_bills"), None)


def test_a_corrected_month_asks_for_what_it_leaves_out_and_nothing_is_written(warehouse, land, tmp_path):
    land(FIRST)
    before = state(warehouse)
    with pytest.raises(NeedsChoice) as error:
        land(WITHOUT_B7)
    assert error.value.code == "missing_bills"
    assert "The store has 12 bills on the days of this file; 1 of them (¥700.00, 2026-10-02 to 2026-10-02) are not" in str(error.value)
    assert "--missing-bills remove" in str(error.value)
    assert state(warehouse) == before
    asked = question(warehouse, tmp_path)
    assert (asked.options, asked.money, asked.answer) == (("remove", "keep"), Decimal("700.00"), None)


def test_what_is_taken_out_is_told_and_comes_back_by_undo(warehouse, land):
    land(FIRST)
    before = state(warehouse)
    report = land(WITHOUT_B7, REMOVE)
    assert (report["removed"], report["removed_amount"], report["replaced"]) == (1, "700.00", 11)
    assert "bills_taken_out" in {each["code"] for each in report["warnings"]}
    assert "B7" not in live(warehouse)
    days = dict(warehouse.cursor().execute("select day::varchar, amount from days").fetchall())
    assert days["2026-10-02"] == 1 * 100 + 400 + 1000  # B1, B4, B10
    undo(warehouse, report["batch"])
    assert state(warehouse) == before


def test_what_is_kept_is_kept_and_the_answer_is_not_remembered(warehouse, land):
    land(FIRST)
    report = land(WITHOUT_B7, KEEP)
    assert (report["removed"], report["removed_amount"], report["replaced"]) == (0, "0.00", 11)
    assert live(warehouse)["B7"] == 700
    with pytest.raises(NeedsChoice):
        land([row.replace("B1,", "B01,") for row in WITHOUT_B7])


def test_another_part_of_the_same_days_is_asked_with_keep_proposed(warehouse, land, tmp_path):
    land(FIRST)
    with pytest.raises(NeedsChoice):
        land(["C1,2026-10-01,K1,50", "C2,2026-10-02,K1,60"])
    assert question(warehouse, tmp_path).options == ("keep", "remove")
    land(["C1,2026-10-01,K1,50", "C2,2026-10-02,K1,60"], KEEP)
    assert len(live(warehouse)) == 14


def test_the_list_of_another_program_with_other_numbers_stands_beside_and_is_told(warehouse, land):
    land(FIRST)
    report = land(["9901,2026-10-01,13800000001,50"], header="订单号,下单时间,手机号,实付金额\n")
    told = next(each for each in report["warnings"] if each["code"] == "bills_of_another_list")
    assert (told["count"], told["values"]["amount"]) == (4, "¥3,000.00")  # B3, B6, B9, B12


def test_days_that_do_not_occur_in_the_file_are_left_alone(warehouse, land):
    land(FIRST)
    report = land([row for row in FIRST if "10-02" not in row])
    assert (report["removed"], len(live(warehouse))) == (0, 12)


def test_a_bill_that_the_corrected_file_voids_is_missing_from_it(warehouse, land, tmp_path):
    header = "账单号,日期,客户编号,金额,状态\n"
    land([f"{row},已结账" for row in FIRST], header=header)
    corrected = [f"{row},{'作废' if row.startswith('B7,') else '已结账'}" for row in FIRST]
    with pytest.raises(NeedsChoice):
        land(corrected, header=header)
    assert question(warehouse, tmp_path).options == ("remove", "keep")
    assert land(corrected, REMOVE, header=header)["removed_amount"] == "700.00"
    # a day whose only bill was voided, too
    land(["V1,2026-11-01,K1,10,已结账", "V2,2026-11-02,K1,20,已结账"], header=header)
    assert land(["V1,2026-11-01,K1,10,作废", "V2,2026-11-02,K1,20,已结账"], REMOVE, header=header)["removed_amount"] == "10.00"


def test_a_bill_whose_row_is_not_understood_is_not_missing(warehouse, land):
    land(FIRST)
    broken = [row.replace(",700", ",待核") for row in FIRST if not row.startswith("B8,")]
    report = land(broken, REMOVE)
    assert (report["rejected"], report["removed"], report["removed_amount"]) == (1, 1, "800.00")
    assert live(warehouse)["B7"] == 700
    assert "B8" not in live(warehouse)


def test_where_numbers_start_again_each_day_a_bill_is_missing_on_its_day(warehouse, land):
    rows = [f"{n},2026-10-0{day},K{n},{day}{n}" for day in (1, 2, 3) for n in range(1, 7)]
    land(rows)
    report = land([row for row in rows if row != "5,2026-10-02,K5,25"], REMOVE)
    assert (report["removed"], report["removed_amount"]) == (1, "25.00")
    told = "select bill_date::varchar from bills where replaced_by is null and bill_no = '5' order by all"
    assert [row[0] for row in warehouse.cursor().execute(told).fetchall()] == ["2026-10-01", "2026-10-03"]


def test_a_later_whole_file_holds_against_what_an_undo_brings_back(warehouse, land):
    """B2 moves to another day and back: once the move is undone, the later whole file has taken the bill out of its day."""
    land(["B1,2026-10-01,K1,10", "B2,2026-10-01,K2,20"])
    moved = land(["B2,2026-10-05,K2,20"])
    land(["B1,2026-10-01,K1,11"], REMOVE)
    assert live(warehouse) == {"B1": 11, "B2": 20}
    undo(warehouse, moved["batch"])
    assert live(warehouse) == {"B1": 11}


def test_mended_rows_never_ask(warehouse, land, tmp_path):
    batch = land([row.replace(",700", ",待核") for row in FIRST])["batch"]
    path = tmp_path / "mended.csv"
    path.write_bytes(rejects_csv(warehouse, batch, "zh").replace("待核".encode(), b"700"))
    assert import_file(warehouse, "s", path)["mends"] == batch
    assert len(live(warehouse)) == 12


def test_a_row_mended_in_a_corrected_file_replaces_the_older_bill_and_is_not_added_to_it(warehouse, land, tmp_path):
    land(["B1,2026-10-01,K1,100", "B2,2026-10-01,K2,50"])
    batch = land(["B1,2026-10-01,K1,待核", "B2,2026-10-01,K2,60"])["batch"]
    assert live(warehouse) == {"B1": 100, "B2": 60}  # nothing is missing: the older one stands until the row is mended
    path = tmp_path / "mended.csv"
    path.write_bytes(rejects_csv(warehouse, batch, "zh").replace("待核".encode(), b"120"))
    import_file(warehouse, "s", path)
    assert live(warehouse) == {"B1": 120, "B2": 60}
