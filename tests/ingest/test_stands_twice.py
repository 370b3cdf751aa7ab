"""Money that stands in a file, a sheet or a store a second time: it counts once, or somebody is asked."""

import openpyxl
import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def _land(text, name="bills.csv", **choices):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return import_file(warehouse, "s", path, Choices(**choices))

    return _land


def live(warehouse):
    told = "select bill_no, amount from bills where replaced_by is null order by all"
    return [(number, float(amount)) for number, amount in warehouse.cursor().execute(told).fetchall()]


def codes(report):
    return {each["code"] for each in report["warnings"]}


CHECKS = (
    "单号,营业日期,宾客,应收,实收,付款方式\nF1,2026-09-01,薛建章,200,200,微信\nF2,2026-09-02,邵海燕,245,245,转房账\n"
    "F3,2026-09-03,邵海燕,290,290,转房账\n"
)
STAYS = (
    "账单号,结账日期,房号,宾客姓名,房费,餐饮,账单合计\nK1,2026-09-04,802,邵海燕,980,535,1515\nK2,2026-09-05,803,阮广生,700,0,700\n"
)
CHECKS_EN = (
    "Check No,Business Date,Guest Name,Net Sales,Payment Method\n1,2026-09-01,Ann Poe,20,Visa\n2,2026-09-02,Bo Lund,24.50,Charge to room\n"
    "3,2026-09-03,Bo Lund,30,Room charge\n"
)
STAYS_EN = (
    "Bill No,Paid at,Room,Guest Name,Lodging,F&B,Total\nK1,2026-09-04,802,Bo Lund,98,54.50,152.50\nK2,2026-09-05,803,Cy Marr,70,0,70\n"
)


BOTH = [(CHECKS, STAYS, "535.00", 2415), (CHECKS_EN, STAYS_EN, "54.50", 242.5)]


@pytest.mark.parametrize(("checks", "stays", "meals", "due"), BOTH)
def test_checks_that_were_put_on_a_room_count_once_beside_bills_of_stays_that_hold_them(land, warehouse, checks, stays, meals, due):
    land(stays, "stays.csv")
    with pytest.raises(NeedsChoice) as error:
        land(checks, "checks.csv")
    assert error.value.code == "meals_in_stays"
    report = land(checks, "checks.csv", transfers="out")
    assert report["skipped"] == {"transferred": 2}
    assert report["money"]["transferred"] == meals
    assert sum(amount for _, amount in live(warehouse)) == due


@pytest.mark.parametrize(("checks", "stays", "meals", "due"), BOTH)
def test_meals_in_bills_of_stays_are_taken_off_where_the_store_has_their_checks(land, warehouse, checks, stays, meals, due):
    land(checks, "checks.csv")
    with pytest.raises(NeedsChoice) as error:
        land(stays, "stays.csv")
    assert error.value.code == "stays_hold_meals"
    report = land(stays, "stays.csv", transfers="out")
    assert ("meals_taken_off" in codes(report), report["money"]["transferred"]) == (True, meals)
    assert sum(amount for _, amount in live(warehouse)) == due
    # imported once more, the checks find nothing that they stand in: the meals are off already
    assert "transferred" not in land(checks.replace("F1,", "F4,").replace("\n1,", "\n4,"), "more.csv", missing_bills="keep")["skipped"]


def test_meals_of_sheets_of_one_workbook_are_asked_about_before_either_comes_in(warehouse, tmp_path):
    book = openpyxl.Workbook()
    for name, text in (("餐饮结账单", CHECKS), ("客房账单", STAYS)):
        sheet = book.create_sheet(name)
        for line in text.splitlines():
            sheet.append([float(cell) if cell.isdigit() else cell for cell in line.split(",")])
    del book["Sheet"]
    book.save(tmp_path / "hotel.xlsx")
    with pytest.raises(NeedsChoice) as error:
        import_file(warehouse, "s", tmp_path / "hotel.xlsx", Choices(sheet="餐饮结账单"))
    assert error.value.code == "meals_in_stays"
    report = import_file(warehouse, "s", tmp_path / "hotel.xlsx", Choices(sheet="餐饮结账单", transfers="out"))
    assert report["amount"] == "200.00"
    assert import_file(warehouse, "s", tmp_path / "hotel.xlsx", Choices(sheet="客房账单"))["amount"] == "2215.00"


def test_money_that_a_guest_did_not_put_on_a_room_is_not_asked_about(land):
    land(STAYS, "stays.csv")
    assert not land(CHECKS.replace("转房账", "微信"), "checks.csv")["skipped"]


def test_of_checks_put_on_a_room_only_those_of_guests_whose_bill_holds_them_are_left_out(land, warehouse):
    land(STAYS, "stays.csv")
    report = land(CHECKS + "F4,2026-09-03,祁子默,300,300,转房账\n", "checks.csv", transfers="out")  # whose stay is not over
    assert report["amount"] == "500.00"  # 200 + 300


def test_bills_of_stays_whose_total_does_not_hold_the_meals_are_not_asked_about(land):
    land(STAYS.replace("1515", "980"), "stays.csv")
    assert land(CHECKS, "checks.csv")["amount"] == "735.00"


def test_an_answer_about_transferred_money_that_changes_nothing_says_so(land):
    assert "no_transfers" in codes(land(CHECKS, transfers="out"))
    assert "no_transfers" not in codes(land(CHECKS.replace("200", "210"), "again.csv"))
