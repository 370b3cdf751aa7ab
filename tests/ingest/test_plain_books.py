"""Books and lists that nobody made for a computer: months and days apart, a plate for a name."""

import io

import openpyxl
import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import InputError
from segmentation.warehouse import Warehouse


@pytest.fixture
def land(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")

    def _land(content, name="bills.csv", **choices):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        report = import_file(warehouse, "s", path, Choices(**choices))
        rows = warehouse.cursor().execute("select bill_date, customer_key, amount from bills where replaced_by is null").fetchall()
        return report, sorted((day.isoformat(), customer, str(amount)) for day, customer, amount in rows)

    yield _land
    warehouse.close()


def sheet(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.active.merge_cells("A2:B2")
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_an_account_book_has_months_and_days_in_columns_each_said_once(land):
    report, bills = land(sheet(
        ("销售日记账",), ("2026年", None, "凭证号", "客户", "摘要", "金额"), ("月", "日"),
        (7, 30, "记-001", "薛建章", "茶叶", 260), (None, None, "记-002", "邵海燕", "茶叶", 505), (None, 31, "记-003", "薛建章", "茶叶", 35),
        (None, None, None, None, "本月合计", 800), (8, 2, "记-001", "邵海燕", "茶叶", 100), (None, None, "记-002", "薛建章", "退货", -20),
        (None, None, None, None, "本月合计", 80),
    ), "日记账.xlsx")
    assert bills == [
        ("2026-07-30", "薛建章", "260.00"), ("2026-07-30", "邵海燕", "505.00"), ("2026-07-31", "薛建章", "35.00"),
        ("2026-08-02", "薛建章", "-20.00"), ("2026-08-02", "邵海燕", "100.00"),
    ]
    assert report["skipped"]["total"] == 2
    assert [each["count"] for each in report["warnings"] if each["code"] == "days_of_above"] == [2]


def test_the_year_of_months_and_days_is_asked_where_it_stands_nowhere(land):
    book = "月,日,凭证号,客户,金额\n12月,31日,记1,薛建章,100\n1,2,记2,邵海燕,200\n"
    with pytest.raises(InputError) as asked:
        land(book)
    assert asked.value.code == "no_year"
    assert land(book, year=2026)[1] == [("2025-12-31", "薛建章", "100.00"), ("2026-01-02", "邵海燕", "200.00")]
    named = "单号,年,月,日,客户,金额\n1,2026,9,1,薛建章,100\n2,,,2,邵海燕,200\n"
    assert land(named, "named.csv")[1][-2:] == [("2026-09-01", "薛建章", "100.00"), ("2026-09-02", "邵海燕", "200.00")]


@pytest.mark.parametrize("phone", ["1**********", ""])
def test_a_plate_tells_customers_apart_whom_the_list_calls_all_the_same(land, phone):
    plates = ("京A7K21Q", "京AR3390", "京A7K21Q", "京AR3390", "京A5LQ08", "京A5LQ08")
    lines = "".join(f"G{n},2026-09-0{n + 1},普通客户,{phone},{plate},{10 * (n + 1)}\n" for n, plate in enumerate(plates))
    report, bills = land("工单号,开单时间,客户,手机,车牌号,实收\n" + lines)
    assert [(customer, amount) for _day, customer, amount in bills] == [
        (plate, f"{10 * (n + 1)}.00") for n, plate in enumerate(plates)
    ]
    assert (report["customers"], report["walk_in_bills"]) == (3, 0)


def test_what_is_paid_onto_an_account_is_stored_and_a_sale_id_numbers_the_bill(land):
    report, bills = land(
        "Sale Date,Client ID,Client,Sale ID,Item name,Quantity,Item Total,Payment Method\n"
        '09/21/2026,1001,"Calder, Ines",5001,Drop-in class,1,22.00,Cash\n09/21/2026,1001,"Calder, Ines",5001,Mat rental,1,4.00,Cash\n'
        '09/22/2026,1002,"Krol, Wanda",5002,Account Payment,1,100.00,Credit Card\n'
        '09/23/2026,1002,"Krol, Wanda",5003,Drop-in class,1,22.00,Account\n'
    )
    assert bills == [("2026-09-21", "1001", "26.00"), ("2026-09-23", "1002", "22.00")]
    assert report["top_ups"] == 1


ROWS = "单号,日期,客户,金额,状态\n1,2026-09-01,甲,100,已结\n2,2026-09-02,乙,200,已结\n3,2026-09-03,丙,50,作废\n"


@pytest.mark.parametrize(("total", "told"), [
    ("合计,,,300,\n", []),  # without what is void
    ("合计,,,350,\n", []),  # with it
    ("合计,,,420,\n", [{"said": "¥420.00", "amount": "¥350.00"}]),
    ("小计,,,300,\n合计,,,999,\n", []),  # of which rows each is the sum is not known
    ("合计,,,999,\n4,2026-09-04,丁,10,已结\n", []),  # of the rows above it
])
def test_a_total_at_the_end_of_a_file_is_held_against_its_rows(land, total, told):
    report, _bills = land(ROWS + total)
    assert [each["values"] for each in report["warnings"] if each["code"] == "own_total"] == told
