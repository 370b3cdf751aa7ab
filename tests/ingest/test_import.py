"""From a file to bills: what is read, what is refused, what adds up. Literal files, figures worked out by hand."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from segmentation.ingest import stage
from segmentation.ingest.batches import batch_report, list_stores
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.land import import_file, land, undo
from segmentation.ingest.rejects import list_rejects, rejects_csv
from segmentation.language.errors import InputError, NeedsChoice
from segmentation.warehouse import Warehouse
from tests.ingest.contents import state

HEADER = "账单号,日期,客户编号,客户名称,手机,金额\n"
SHARED = Path(__file__).parents[3] / "shared" / "data"


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def write(tmp_path):
    def _write(text: str, name: str = "bills.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return _write


def bills(warehouse: Warehouse) -> list[tuple]:
    """The live bills: number, day, customer, amount."""
    return (
        warehouse.cursor()
        .execute(
            "select bill_no, bill_date, customer_key, amount from bills where replaced_by is null order by all"
        )
        .fetchall()
    )


def test_a_gbk_file_lands_with_its_sum_and_days(warehouse, write):
    file = write(
        HEADER + "B1,2026/9/1 18:32,K1,张三,13800000001,100.50\nB2,2026-09-02,K2,李四,,200\n",
        encoding="gb18030",
    )
    report = import_file(warehouse, "松鹤楼", file)
    assert (report["rows"], report["accepted"], report["rejected"], report["skipped"]) == (2, 2, 0, {})
    assert (report["encoding"], report["amount"], report["first_date"], report["last_date"]) == (
        "gb18030",
        "300.50",
        "2026-09-01",
        "2026-09-02",
    )
    assert bills(warehouse) == [
        ("B1", date(2026, 9, 1), "K1", Decimal("100.50")),
        ("B2", date(2026, 9, 2), "K2", Decimal("200.00")),
    ]


def test_a_file_too_long_to_be_staged_packed_lands_the_same(warehouse, write, monkeypatch):
    """Odd numbers, a reject, a total and a header in the middle, in a file that is staged in either way."""
    file = write(HEADER + 'B1,2026-09-01,K1,张三,,"¥1,100.50"\nB2,2026-09-02,K2,李四,,二百\n' + HEADER + "B3,九月三日,K1,张三,,7\n合计,,,,,1107.5\n")
    said = []
    for store, most in (("松鹤楼", 10), ("望江楼", 0)):
        monkeypatch.setattr(stage, "MOST_TOGETHER", most)
        report = import_file(warehouse, store, file, Choices(year=2026))
        said.append((report["accepted"], report["rejected"], report["skipped"], report["amount"]))
    assert said == [(2, 1, {"header": 1, "total": 1}, "1107.50")] * 2


def test_rows_of_one_number_customer_and_day_are_one_bill(warehouse, write):
    text = "单号,日期,客户,菜品,数量,单价,台数\nB1,2026-09-01,张三,鱼,2,44.50,1\nB1,2026-09-01,张三,酒,1,300,1\nB1,2026-09-01,李四,茶,1,20,1\n"
    report = import_file(warehouse, "s", write(text))
    assert report["bills"] == 2
    assert bills(warehouse) == [
        ("B1", date(2026, 9, 1), "张三", Decimal("389.00")),
        ("B1", date(2026, 9, 1), "李四", Decimal("20.00")),
    ]
    assert warehouse.cursor().execute(
        "select product, quantity, amount from bill_lines order by product"
    ).fetchall() == [("茶", 1, 20), ("酒", 1, 300), ("鱼", 2, 89)]
    assert warehouse.cursor().execute("select sum(tables) from visits").fetchall() == [(2,)]


def visits(warehouse):
    """Day, bills not below zero, tables and amount of every day with a bill."""
    told = "select visit_date, bills, tables, amount from visits order by visit_date"
    return [(f"{day:%m-%d}", *row) for day, *row in warehouse.cursor().execute(told).fetchall()]


def test_a_refund_takes_back_the_tables_of_a_bill_that_another_file_brings_or_takes_away(warehouse, write):
    head = "单号,日期,客户,金额,台数\n"
    import_file(warehouse, "s", write(head + "R1,2026-09-20,张三,-900,1\n", "refund.csv"))
    assert visits(warehouse) == [("09-20", 0, 0, Decimal("-900.00"))]
    report = import_file(warehouse, "s", write(head + "B1,2026-08-01,张三,900,3\nB2,2026-08-02,李四,900,5\n", "bill.csv"))
    assert visits(warehouse) == [
        ("08-01", 1, 3, Decimal("900.00")), ("08-02", 1, 5, Decimal("900.00")), ("09-20", 0, -3, Decimal("-900.00")),
    ]
    undo(warehouse, report["batch"])
    assert visits(warehouse) == [("09-20", 0, 0, Decimal("-900.00"))]


def test_single_items_without_bill_numbers_have_no_tables(warehouse, write):
    import_file(warehouse, "s", write("日期,客户,菜品,金额\n2026-09-01,张三,鱼,40\n2026-09-01,张三,茶,20\n"))
    assert visits(warehouse) == [("09-01", 2, 0, Decimal("60.00"))]


def test_a_line_without_a_number_is_a_bill_of_its_own(warehouse, write):
    report = import_file(warehouse, "s", write("日期,客户,金额\n2026-09-01,张三,10\n2026-09-01,张三,20\n"))
    assert report["bills"] == 2
    assert warehouse.cursor().execute("select bills, amount from visits").fetchall() == [
        (2, Decimal("30.00"))
    ]


def test_what_cannot_be_understood_is_rejected_with_line_column_value_and_reason(warehouse, write):
    text = (
        HEADER
        + "B1,2026-02-29,K1,张三,,10\nB2,2026-09-02,K2,李四,,待核\nB3,,K3,王五,,30\nB4,2026-09-03,K4,赵六,,\nB5,2026-09-04,K5,钱七,,50\n"
    )
    report = import_file(warehouse, "s", write(text))
    assert (report["rows"], report["accepted"], report["rejected"]) == (5, 1, 4)
    rows = (
        warehouse.cursor()
        .execute("select line_no, column_name, value, reason from rejects order by line_no")
        .fetchall()
    )
    assert rows == [
        (2, "日期", "2026-02-29", "date"),
        (3, "金额", "待核", "amount"),
        (4, "日期", None, "date_missing"),
        (5, "金额", None, "amount_missing"),
    ]


def test_mended_rejects_complete_the_bill_they_belong_to(warehouse, write, tmp_path):
    text = "单号,日期,客户,菜品,金额\nB1,2026-09-01,张三,鱼,88\nB1,2026-09-01,张三,酒,三百\nB2,2026-09-02,李四,茶,20\n"
    first = import_file(warehouse, "s", write(text))
    assert (first["accepted"], first["rejected"], first["amount"]) == (2, 1, "108.00")
    mended = rejects_csv(warehouse, first["batch"], "zh").decode("utf-8-sig").replace("酒,三百", "酒,300")
    second = import_file(warehouse, "s", write(mended, "rejects.csv", "utf-8-sig"))
    assert bills(warehouse) == [
        ("B1", date(2026, 9, 1), "张三", Decimal("388.00")),
        ("B2", date(2026, 9, 2), "李四", Decimal("20.00")),
    ]
    assert warehouse.cursor().execute(
        "select product from bill_lines as l join bills as b on l.batch_id = b.batch_id and l.bill_line_no = b.line_no "
        "where b.replaced_by is null order by product"
    ).fetchall() == [("茶",), ("酒",), ("鱼",)]
    with pytest.raises(InputError, match=f"Undo import {second['batch']} first"):
        undo(warehouse, first["batch"])
    undo(warehouse, second["batch"])
    assert bills(warehouse)[0] == ("B1", date(2026, 9, 1), "张三", Decimal("88.00"))


@pytest.mark.parametrize(("header", "guarded"), [("金额", "金额"), ("=金额", "'=金额")])
def test_a_formula_in_a_reject_is_harmless_and_comes_back_as_it_was(warehouse, write, header, guarded):
    first = import_file(warehouse, "s", write(f"单号,日期,客户,{header}\nB1,2026-09-01,=1+1,-38O\nB2,2026-09-01,李四,20\n"))
    listed = rejects_csv(warehouse, first["batch"], "en").decode("utf-8-sig")
    assert "'=1+1,'-38O," in listed
    assert listed.count(f",{guarded},") == 2
    import_file(warehouse, "s", write(listed.replace("'-38O", "-380"), "mended.csv"))
    assert bills(warehouse)[0] == ("B1", date(2026, 9, 1), "=1+1", Decimal("-380.00"))


def test_titles_totals_repeated_headers_and_notes_are_skipped_and_counted(warehouse, write):
    text = (
        "松鹤楼月报,,,,,\n期间：2026-09,,,,,\n"
        + HEADER
        + "B1,2026-09-01,K1,张三,,10\n小计,,,,,10\n"
        + HEADER
        + "B2,2026-09-02,K2,李四,,20\n合计：2 笔,,,,,30\n打印时间：2026-10-01 08:00,,,,,\n"
    )
    report = import_file(warehouse, "s", write(text))
    assert report["skipped"] == {"title": 2, "total": 2, "header": 1, "note": 1}
    assert report["rows"] == report["accepted"] + report["rejected"] + sum(report["skipped"].values()) == 8
    assert [row[2] for row in bills(warehouse)] == ["K1", "K2"]


def test_a_total_row_with_a_day_is_still_no_customer(warehouse, write):
    report = import_file(
        warehouse, "s", write("日期,客户,金额\n2026-09-01,张三,10\n2026-09-01,小计,10\n2026-09-30,合计,10\n")
    )
    assert (report["customers"], report["amount"], report["skipped"]) == (1, "10.00", {"total": 2})


def test_status_values_propose_what_is_paid_and_the_rest_is_skipped(warehouse, write):
    text = "单号,日期,客户,金额,状态\n1,2026-09-01,张三,10,已结账\n2,2026-09-01,李四,20,作废\n3,2026-09-01,王五,30,挂账\n4,2026-09-02,王五,-5,退款\n"
    found = examine(warehouse, "s", write(text))
    assert {(mark.value, mark.lines, mark.amount, mark.meaning) for mark in found.marks} == {
        ("已结账", 1, Decimal("10.00"), "sale"),
        ("作废", 1, Decimal("20.00"), "void"),
        ("挂账", 1, Decimal("30.00"), "sale"),
        ("退款", 1, Decimal("-5.00"), "refund"),
    }
    assert (found.accepted, found.skipped, found.amount) == (3, {"void": 1}, Decimal("35.00"))
    found.close()
    report = import_file(warehouse, "s", write(text), Choices(paid=("已结账", "作废")))
    assert (report["amount"], report["skipped"]) == ("30.00", {"unpaid": 2})


def test_walk_in_names_are_no_customers(warehouse, write):
    text = "日期,客户,手机,金额\n2026-09-01,散客,,10\n2026-09-01,,,20\n2026-09-01,现金,,30\n2026-09-01,张三,,40\n2026-09-01,散客,13800000001,50\n"
    report = import_file(warehouse, "s", write(text))
    assert (report["walk_in_bills"], report["customers"]) == (3, 2)  # a phone tells who it was
    assert warehouse.cursor().execute(
        "select bills, amount, walk_in_bills, walk_in_amount from days"
    ).fetchall() == [(5, Decimal("150.00"), 3, Decimal("60.00"))]


def test_a_code_of_noughts_and_a_code_for_those_who_come_in_are_no_customers(warehouse, write):
    head = "小票号,日期,VIP卡号,顾客姓名,手机,实收金额\n0001,2026-10-01,0013,张三,13911112222,100.00\n"
    rest = "0002,2026-10-01,{0},{1},,120.00\n0003,2026-10-02,{0},{1},,90.00\n0004,2026-10-03,0014,李四,13811112222,80.00\n"
    for store, code, name in (("a", "0000", "零售顾客"), ("b", "9999", "到店消费者"), ("c", "0000", "")):
        report = import_file(warehouse, store, write(head + rest.format(code, name)))
        assert (report["walk_in_bills"], report["customers"]) == (2, 2), (code, name)
    assert warehouse.cursor().execute("select distinct sum(walk_in_amount) over (partition by store_id) from days").fetchall() == [
        (Decimal("210.00"),)
    ]


def test_the_key_is_the_code_else_the_phone_else_the_name(warehouse, write):
    text = "日期,会员号,手机,客户,金额\n2026-09-01,0017,13800000001,张三,1\n2026-09-01,,+86 138-0000-0002,李四,1\n2026-09-01,,, ＡＢ公司　,1\n"
    import_file(warehouse, "s", write(text))
    assert {row[2] for row in bills(warehouse)} == {"0017", "13800000002", "AB公司"}


def test_an_id_that_a_spreadsheet_made_a_number_is_the_same_id(warehouse, write):
    import_file(
        warehouse,
        "s",
        write("日期,会员号,金额\n2026-09-01,17850.0,1\n2026-09-02,17850,1\n2026-09-03,00123,1\n"),
    )
    assert {row[2] for row in bills(warehouse)} == {"17850", "00123"}


def test_a_masked_phone_tells_no_customers_apart(warehouse, write):
    report = import_file(
        warehouse,
        "s",
        write("日期,手机,客户,金额\n2026-09-01,138****0000,张三,1\n2026-09-01,138****0000,李四,1\n"),
    )
    assert {row[2] for row in bills(warehouse)} == {"张三", "李四"}
    assert ("masked_phones", 2) in {(w["code"], w["count"]) for w in report["warnings"]}


def test_phones_with_several_names_and_names_with_several_phones_are_counted(warehouse, write):
    text = "日期,手机,客户,金额\n2026-09-01,13800000001,张三,1\n2026-09-01,13800000001,李四,1\n2026-09-01,13800000002,张三,1\n"
    report = import_file(warehouse, "s", write(text))
    counts = {w["code"]: w["count"] for w in report["warnings"]}
    assert (counts["phones_with_several_names"], counts["names_with_several_phones"]) == (1, 1)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("¥1,234.50", "1234.50"),
        ("１２３４元", "1234.00"),
        ("(123.45)", "-123.45"),
        ("380-", "-380.00"),
        ("￥ 8", "8.00"),
        ("2.675", "2.68"),
    ],
)
def test_amounts_as_people_write_them(warehouse, write, amount, expected):
    assert (
        import_file(warehouse, "s", write(f'日期,客户,金额\n2026-09-01,张三,"{amount}"\n'))["amount"]
        == expected
    )


def test_decimal_commas_are_found_from_the_whole_column(warehouse, write):
    report = import_file(
        warehouse,
        "s",
        write("date;customer;amount\n2026-09-01;A;1.234,50\n2026-09-02;B;12,5\n2026-09-03;C;1.000\n"),
    )
    assert report["amount"] == "2247.00"


@pytest.mark.parametrize(
    "day",
    [
        "2026-09-01 星期二",
        "2026/9/1 11:05",
        "20260901",
        "2026年9月1日",
        "46266",
        "2026.9.1",
        "01-Sep-2026",
        "2026-09-01T23:59:59",
        "Sep 1, 2026",
        "２０２６－０９－０１",
        "2026/9/1 上午11:05",
        "20260901123000",
    ],
)
def test_days_as_people_write_them(warehouse, write, day):
    assert (
        import_file(warehouse, "s", write(f'日期,客户,金额\n"{day}",张三,1\n'))["first_date"] == "2026-09-01"
    )


def test_one_order_of_dates_is_found_from_all_of_the_file(warehouse, write):
    report = import_file(
        warehouse,
        "s",
        write("date,customer,amount\n03/04/2026,A,1\n25/04/2026,B,1\n04/13/2026,C,1\n26/04/2026,D,1\n"),
    )
    assert (report["date_order"], report["first_date"], report["rejected"]) == ("dmy", "2026-04-03", 1)


def test_an_order_of_dates_that_the_file_leaves_open_is_asked_for(warehouse, write):
    file = write("date,customer,amount\n03/04/2026,A,1\n05/06/2026,B,1\n")
    with pytest.raises(NeedsChoice) as asked:
        import_file(warehouse, "s", file)
    assert asked.value.code == "date_order_open"
    assert list_stores(warehouse) == []
    assert import_file(warehouse, "s", file, Choices(date_order="mdy"))["first_date"] == "2026-03-04"


def test_an_order_of_dates_that_a_file_proved_is_that_of_the_next_with_its_headers(warehouse, write):
    import_file(warehouse, "s", write("date,customer,amount\n05/05/2026,A,1\n"))  # which proves none
    with pytest.raises(NeedsChoice, match="date"):
        import_file(warehouse, "s", write("date,customer,amount\n03/04/2026,A,1\n05/06/2026,B,1\n"))
    import_file(warehouse, "s", write("date,customer,amount\n13/04/2026,A,1\n14/04/2026,B,1\n"))
    report = import_file(warehouse, "s", write("date,customer,amount\n03/04/2026,A,1\n05/04/2026,B,1\n"))
    assert (report["date_order"], report["first_date"], report["last_date"]) == ("dmy", "2026-04-03", "2026-04-05")


def test_an_order_of_dates_that_was_remembered_is_asked_about_where_a_file_contradicts_it(warehouse, write):
    import_file(warehouse, "s", write("date,customer,amount\n03/04/2026,A,1\n05/06/2026,B,1\n"), Choices(date_order="dmy"))
    file = write("date,customer,amount\n05/13/2026,A,10\n05/02/2026,B,20\n")
    with pytest.raises(NeedsChoice) as asked:
        import_file(warehouse, "s", file)
    orders = "mdy (05/02/2026 = 2026-05-02), dmy (05/02/2026 = 2026-02-05)"
    assert (asked.value.code, asked.value.values["orders"]) == ("date_order_open", orders)
    report = import_file(warehouse, "s", file, Choices(date_order="mdy"))
    assert (report["first_date"], report["last_date"], report["rejected"]) == ("2026-05-02", "2026-05-13", 0)
    plain = import_file(warehouse, "s", write("date,customer,amount\n13/07/2026,A,10\n25/07/2026,B,20\n"))
    assert (plain["date_order"], plain["first_date"], plain["rejected"]) == ("dmy", "2026-07-13", 0)


def test_bills_without_a_customer_column_are_refused_unless_walk_ins_only(warehouse, write):
    file = write("日期,金额\n2026-09-01,10\n")
    with pytest.raises(InputError) as refused:
        import_file(warehouse, "s", file)
    assert refused.value.code == "no_customer_column_in_bills"
    report = import_file(warehouse, "s", file, Choices(walk_ins_only=True))
    assert (report["walk_in_bills"], report["customers"]) == (1, 0)


def test_the_same_bytes_again_change_nothing(warehouse, write):
    file = write(HEADER + "B1,2026-09-01,K1,张三,,10\n")
    first = import_file(warehouse, "s", file)
    version = warehouse.version
    again = import_file(warehouse, "s", file)
    assert (again["already_landed"], again["batch"], warehouse.version) == (True, first["batch"], version)


def test_the_first_version_comes_back_once_another_replaced_all_of_it(warehouse, write):
    first = write(HEADER + "B1,2026-09-01,K1,张三,,10\nB2,2026-09-02,K1,张三,,20\n")
    import_file(warehouse, "s", first)
    import_file(warehouse, "s", write(HEADER + "B1,2026-09-01,K1,张三,,15\n", "part.csv"), Choices(missing_bills="keep"))
    assert import_file(warehouse, "s", first)["already_landed"]  # B2 still stands
    import_file(warehouse, "s", write(HEADER + "B1,2026-09-01,K1,张三,,15\nB2,2026-09-02,K1,张三,,25\n", "all.csv"))
    again = import_file(warehouse, "s", first)
    assert (again["already_landed"], again["replaced"]) == (False, 2)
    assert [row[3] for row in bills(warehouse)] == [Decimal("10.00"), Decimal("20.00")]
    undo(warehouse, again["batch"])
    assert [row[3] for row in bills(warehouse)] == [Decimal("15.00"), Decimal("25.00")]


def test_a_refund_under_the_number_of_a_sale_of_another_day_takes_no_place(warehouse, write):
    """October's sales, November's with refunds of them, in both orders; October corrected keeps November's refunds."""
    october = "单号,日期,客户,金额\nB1,2026-10-01,甲一,100\nB2,2026-10-02,甲二,50\nB3,2026-10-03,甲三,60\n"
    november = "单号,日期,客户,金额\nB4,2026-11-01,甲一,10\nB2,2026-11-02,甲二,-50\nB3,2026-11-03,甲三,-5\n"
    total = lambda store: next(row["amount"] for row in list_stores(warehouse) if row["store"] == store)  # noqa: E731
    for store, texts in (("forth", (october, november)), ("back", (november, october))):
        reports = [import_file(warehouse, store, write(text, f"{number}.csv")) for number, text in enumerate(texts)]
        assert ([report["replaced"] for report in reports], total(store)) == ([0, 0], Decimal("165.00"))
    corrected = import_file(warehouse, "forth", write(october.replace(",60", ",66"), "corrected.csv"))
    assert (corrected["replaced"], total("forth")) == (3, Decimal("171.00"))
    undo(warehouse, corrected["batch"])
    assert total("forth") == Decimal("165.00")
    for restart in (False, True):  # a list of refunds alone, of the day of the sale
        text = f"单号,日期,客户,金额\nB1,2026-10-01,甲一,-{7 + restart}\n"
        report = import_file(warehouse, "back", write(text, "refunds.csv"), Choices(numbers_restart=restart, missing_bills="keep"))
        assert (report["replaced"], total("back")) == (restart, Decimal("165.00") - 7 - restart)


def test_a_corrected_file_replaces_known_numbers_and_undo_brings_them_back(warehouse, write):
    import_file(warehouse, "s", write(HEADER + "B1,2026-09-01,K1,张三,,10\nB2,2026-09-02,K2,李四,,20\n"))
    before = state(warehouse)
    report = import_file(
        warehouse,
        "s",
        write(HEADER + "B2,2026-09-03,K3,王五,,25\nB3,2026-09-04,K1,张三,,5\n", "corrected.csv"),
        Choices(numbers_restart=False),
    )
    assert report["replaced"] == 1
    assert bills(warehouse) == [
        ("B1", date(2026, 9, 1), "K1", Decimal("10.00")),
        ("B2", date(2026, 9, 3), "K3", Decimal("25.00")),
        ("B3", date(2026, 9, 4), "K1", Decimal("5.00")),
    ]
    assert ("K2",) not in warehouse.cursor().execute("select customer_key from visits").fetchall()
    undo(warehouse, report["batch"])
    assert state(warehouse) == before


def test_days_of_a_file_without_numbers_are_asked_for_then_replaced_or_added(warehouse, write):
    import_file(
        warehouse, "s", write("日期,客户,金额\n2026-09-01,张三,10\n2026-09-02,张三,20\n2026-09-03,张三,30\n")
    )
    before = state(warehouse)
    file = write("日期,客户,金额\n2026-09-02,张三,7\n2026-09-04,李四,8\n", "again.csv")
    with pytest.raises(NeedsChoice) as asked:
        import_file(warehouse, "s", file)
    assert asked.value.code == "days_overlap"
    assert asked.value.values["bills_there"] == 2  # of 2 and 3 September: the file goes from the 2nd to the 4th
    replaced = import_file(warehouse, "s", file, Choices(on_overlap="replace"))
    assert replaced["replaced"] == 2
    assert sum(row[3] for row in bills(warehouse)) == Decimal("25.00")
    undo(warehouse, replaced["batch"])
    assert state(warehouse) == before
    import_file(warehouse, "s", file, Choices(on_overlap="add"))
    assert sum(row[3] for row in bills(warehouse)) == Decimal("75.00")


def test_undoing_a_batch_in_the_middle_leaves_the_later_one_in_force(warehouse, write):
    one = HEADER + "B1,2026-09-01,K1,张三,,10\n"
    import_file(warehouse, "s", write(one, "1.csv"))
    middle = import_file(warehouse, "s", write(one.replace(",10", ",20"), "2.csv"))
    last = import_file(warehouse, "s", write(one.replace(",10", ",30"), "3.csv"))
    undo(warehouse, middle["batch"])
    assert [row[3] for row in bills(warehouse)] == [Decimal("30.00")]
    undo(warehouse, last["batch"])
    assert [row[3] for row in bills(warehouse)] == [Decimal("10.00")]


def test_numbers_that_start_again_each_day_are_known_with_their_day(warehouse, write):
    rows = "".join(
        f"{number},2026-09-{day:02},K{number},,,10\n" for day in range(1, 6) for number in range(1, 11)
    )
    report = import_file(warehouse, "s", write(HEADER + rows))
    assert report["bills"] == 50
    assert {"bill_numbers_restart", "folio_numbers"} & {w["code"] for w in report["warnings"]}
    again = import_file(
        warehouse, "s", write(HEADER + "1,2026-09-03,K1,,,99\n", "one.csv"),
        Choices(numbers_restart=True, missing_bills="keep"),
    )
    assert again["replaced"] == 1
    assert sum(row[3] for row in bills(warehouse)) == Decimal("589.00")


def test_numbers_that_start_again_each_month_do_not_replace_the_month_before(warehouse, write):
    def month(m: int) -> str:
        return HEADER + "".join(f"{n},2026-{m:02}-{n:02},K{n},,,10\n" for n in range(1, 29))

    import_file(warehouse, "s", write(month(8), "8.csv"))
    report = import_file(warehouse, "s", write(month(9), "9.csv"))
    assert report["replaced"] == 0
    assert len(bills(warehouse)) == 56


def test_numbers_of_other_days_and_amounts_are_asked_about_before_they_replace_anything(warehouse, write):
    """A second till counts from 1 too: five of its six numbers are those of other days and amounts, one of the same day."""

    def till(first: int, amount: int) -> str:
        days = [1, *range(first, first + 5)]
        return HEADER + "".join(f"{n},2026-09-{day:02},K{n},,,{amount}\n" for n, day in enumerate(days, 1))

    import_file(warehouse, "s", write(till(2, 10), "1.csv"))
    second = write(till(12, 30), "2.csv")
    with pytest.raises(NeedsChoice) as asked:
        import_file(warehouse, "s", second)
    assert asked.value.code == "numbers_of_others"
    assert "--numbers-restart" in asked.value.text("en")
    first = import_file(warehouse, "s", second, Choices(numbers_restart=False, missing_bills="keep"))
    assert (first["replaced"], sum(row[3] for row in bills(warehouse))) == (6, Decimal("180.00"))
    undo(warehouse, first["batch"])
    with pytest.raises(NeedsChoice) as asked:  # that one file held corrections says nothing of the next
        import_file(warehouse, "s", second)
    assert asked.value.code == "numbers_of_others"
    report = import_file(warehouse, "s", second, Choices(numbers_restart=True, missing_bills="keep"))
    assert report["replaced"] == 1  # 1 September stands in both
    assert sum(row[3] for row in bills(warehouse)) == Decimal("230.00")
    import_file(warehouse, "s", write(till(22, 50), "3.csv"), Choices(missing_bills="keep"))  # known by now
    assert sum(row[3] for row in bills(warehouse)) == Decimal("500.00")


@pytest.mark.parametrize(
    ("earlier", "later", "others", "there", "here"),
    [
        # few bills a month: 1 and 3 fall on the same regulars, and 2 was refunded
        ("1,2026-09-01,K1,,,100\n2,2026-09-02,K2,,,200\n3,2026-09-03,K3,,,300\n",
         "1,2026-10-01,K1,,,110\n3,2026-10-03,K3,,,330\n", 2, 400, 440),
        # each day begins at 1
        ("1,2026-09-01,K1,,,100\n2,2026-09-01,K2,,,200\n", "1,2026-09-02,K4,,,50\n", 1, 100, 50),
        # a fixed price, of the same customer, a month later
        ("1,2026-09-01,K1,,,100\n", "1,2026-10-01,K1,,,100\n2,2026-10-02,K2,,,100\n", 1, 100, 100),
        # one till's file of mid-month to mid-month among other numbers
        ("7,2026-09-28,K1,,,100\n", "A1,2026-09-15,K5,,,1\n7,2026-10-05,K2,,,80\n", 1, 100, 80),
    ],
)
def test_few_numbers_that_stand_for_other_days_are_asked_about_with_money_and_days(warehouse, write, earlier, later, others, there, here):
    import_file(warehouse, "s", write(HEADER + earlier, "1.csv"))
    before = state(warehouse)
    second = write(HEADER + later, "2.csv")
    with pytest.raises(NeedsChoice) as asked:
        import_file(warehouse, "s", second)
    assert (asked.value.code, state(warehouse)) == ("numbers_of_others", before)
    assert [asked.value.values[name] for name in ("others", "amount_there", "amount_here")] == [others, f"¥{there:.2f}", f"¥{here:.2f}"]
    report = import_file(warehouse, "s", second, Choices(numbers_restart=True, missing_bills="keep"))
    assert report["replaced"] == 0
    assert len(bills(warehouse)) == earlier.count("\n") + later.count("\n")


def test_a_file_that_came_before_and_was_replaced_since_is_told_before_it_puts_older_values_back(warehouse, write):
    old, new = (write(HEADER + f"K1,2026-09-01,A,,,{amount}\n", f"{amount}.csv") for amount in (300, 330))
    import_file(warehouse, "s", old)
    assert "older_file" not in {w["code"] for w in import_file(warehouse, "s", new)["warnings"]}
    told = {w["code"]: w["values"] for w in import_file(warehouse, "s", old)["warnings"]}
    assert told["older_file"] == {"batch": 1}
    assert bills(warehouse) == [("K1", date(2026, 9, 1), "A", Decimal("300.00"))]


def test_a_folio_over_several_days_is_told_as_such(warehouse, write):
    """Folio F1 has its room on two days and a dinner on the second, always of K1; till number 7 of two days is of two guests."""
    folio = "F1,2026-10-01,K1,,,680\nF1,2026-10-02,K1,,,680\nF1,2026-10-02,K1,,,215\nF2,2026-10-02,K2,,,420\n"
    for name, text, told in (("a", folio, (1, True)), ("b", folio + "7,2026-10-01,K3,,,1\n7,2026-10-02,K4,,,1\n", (3, False))):
        report = import_file(warehouse, name, write(HEADER + text, f"{name}.csv"))
        said = [(w["count"], w["code"] == "folio_numbers") for w in report["warnings"] if "numbers" in w["code"]]
        assert said == [told]
    assert ("F1", date(2026, 10, 2), "K1", Decimal("895.00")) in bills(warehouse)


def test_what_a_file_replaces_is_told_with_money_and_days_in_whatever_order_files_come(warehouse, write):
    """The old list after the corrected one: 330 becomes 300 again, which is told."""
    old, new = (HEADER + f"K1,2026-09-01,A,,,200\nK2,2026-09-02,B,,,{amount}\nK3,2026-09-{day:02},A,,,400\n" for amount, day in ((300, 3), (330, 4)))
    told = []
    for name, text in (("new", new), ("old", old), ("old again", old + "K4,2026-09-03,A,,,1\n")):
        report = import_file(warehouse, "s", write(text, f"{name}.csv"), Choices(missing_bills="keep"))
        told += [(w["count"], w["values"]) for w in report["warnings"] if w["code"] == "bills_replaced"]
    days = "2026-09-02 – 2026-09-04 → 2026-09-02 – 2026-09-03"
    assert told == [(3, {"changed": "2", "amount_there": "¥730.00", "amount_here": "¥700.00", "days": days}), (3, {})]


def test_next_month_needs_no_choice(warehouse, write):
    text = "when,who,much,state\n03/04/2026,A,1,x1\n05/06/2026,B,2,x2\n"
    mapping = {"date": "when", "name": "who", "amount": "much", "status": "state"}
    import_file(
        warehouse, "s", write(text), Choices(kind="bills", mapping=mapping, paid=("x1",), date_order="dmy")
    )
    report = import_file(warehouse, "s", write(text.replace("2026", "2027"), "next.csv"))
    assert (report["first_date"], report["amount"], report["skipped"]) == (
        "2027-04-03",
        "1.00",
        {"unpaid": 1},
    )


def test_two_houses_do_not_mix(warehouse, write):
    file = write(HEADER + "B1,2026-09-01,K1,张三,,10\n")
    import_file(warehouse, "东店", file)
    report = import_file(warehouse, "西店", file)
    assert (report["already_landed"], report["replaced"]) == (False, 0)
    assert [(row["store"], row["amount"]) for row in list_stores(warehouse)] == [
        ("东店", Decimal("10.00")),
        ("西店", Decimal("10.00")),
    ]


def test_a_profile_says_more_than_a_bill_and_undo_forgets_it(warehouse, write):
    import_file(warehouse, "s", write("日期,客户编号,客户名称,客户经理,金额\n2026-09-01,K1,张三,老王,10\n"))
    before = state(warehouse)
    profile = "客户编号,客户名称,手机,客户类别,客户经理,生日\nK1,张三丰,138 0000 0001,政府,小李,5月1日\nK9,新客,,,,\n"
    report = import_file(warehouse, "s", write(profile, "p.csv"))
    assert (report["kind"], report["accepted"], report["new_customers"]) == ("customers", 2, 1)
    import_file(
        warehouse,
        "s",
        write("日期,客户编号,客户名称,客户经理,金额\n2026-09-09,K1,张三,老王,10\n", "later.csv"),
    )
    row = (
        warehouse.cursor()
        .execute(
            "select name, phone, module, manager, birthday, has_profile from customers where customer_key = 'K1'"
        )
        .fetchall()
    )
    assert row == [("张三丰", "13800000001", "政府", "小李", "--05-01", True)]
    undo(warehouse, 3)
    undo(warehouse, report["batch"])
    assert state(warehouse) == before


def test_a_file_of_which_nothing_can_be_used_lands_nothing(warehouse, write):
    with pytest.raises(InputError) as refused:
        import_file(warehouse, "s", write(HEADER + "B1,soon,K1,张三,,much\n"))
    assert refused.value.code == "nothing_to_land"
    assert list_stores(warehouse) == []


def test_a_damaged_text_is_read_line_by_line_and_keeps_its_line_numbers(warehouse, write):
    text = (
        HEADER
        + 'B1,2026-09-01,K1,"张\n三",,10\n\nB2,2026-09-02,K2,3" 李四,,20\nB3,2026-09-03,K3,王,五,,,30\nB4,2026-09-04,K4,赵六,,x\n'
    )
    report = import_file(warehouse, "s", write(text))
    assert (report["accepted"], report["rejected"], report["amount"]) == (2, 2, "30.00")
    assert warehouse.cursor().execute("select line_no, reason from rejects order by line_no").fetchall() == [
        (6, "too_many_columns"),
        (7, "amount"),
    ]


def test_cents_are_never_lost_between_file_and_warehouse(warehouse, write):
    rows = "".join(f"B{n},2026-09-01,K{n % 7},,,{n}.1{n % 10}\n" for n in range(1000))
    report = import_file(warehouse, "s", write(HEADER + rows))
    expected = sum((Decimal(f"{n}.1{n % 10}") for n in range(1000)), Decimal(0))
    assert report["amount"] == str(expected)
    assert warehouse.cursor().execute("select sum(amount) from days").fetchall() == [(expected,)]


def test_examining_writes_nothing(warehouse, write):
    version = warehouse.version
    examine(warehouse, "s", write(HEADER + "B1,2026-09-01,K1,张三,,10\n")).close()
    assert (warehouse.version, list_stores(warehouse)) == (version, [])


def test_a_landing_that_fails_leaves_everything_as_it_was(warehouse, write, monkeypatch):
    import_file(warehouse, "s", write(HEADER + "B1,2026-09-01,K1,张三,,10\n", "1.csv"))
    before, version = state(warehouse), warehouse.version
    found = examine(warehouse, "s", write(HEADER + "B1,2026-09-01,K1,张三,,99\n", "2.csv"))
    monkeypatch.setattr("segmentation.ingest.land.remember", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        land(warehouse, found)
    assert (state(warehouse), warehouse.version) == (before, version)


def test_an_unknown_import_is_said_so(warehouse):
    with pytest.raises(InputError, match="no import 7"):
        batch_report(warehouse, 7)


@pytest.mark.skipif(not SHARED.exists(), reason="the public order files are not here")
@pytest.mark.parametrize(
    ("file", "rows", "customers", "amount"),
    [
        ("cdnow_master.txt", 69659, 23570, "2500315.63"),
        ("superstore_orders_cr_macroman.csv", 5009, 793, "2297261.00"),
        ("rfm_package_orders.csv", 4906, 995, "464158.00"),
    ],
)
def test_public_files_land_with_their_published_counts_and_sums(warehouse, file, rows, customers, amount):
    report = import_file(warehouse, "s", SHARED / file)
    assert (report["rows"], report["accepted"], report["customers"], report["amount"]) == (
        rows,
        rows,
        customers,
        amount,
    )


def test_walk_ins_only_is_remembered_until_somebody_says_otherwise(warehouse, write):
    import_file(warehouse, "s", write("日期,金额\n2026-09-01,10\n"), Choices(walk_ins_only=True))
    assert import_file(warehouse, "s", write("日期,金额\n2026-10-01,10\n", "10.csv"))["walk_in_bills"] == 1
    with pytest.raises(InputError) as refused:
        import_file(warehouse, "s", write("日期,金额\n2026-11-01,10\n", "11.csv"), Choices(walk_ins_only=False))
    assert refused.value.code == "no_customer_column_in_bills"


def test_mended_rejects_of_bills_without_numbers_are_added_without_a_question(warehouse, write):
    first = import_file(warehouse, "s", write("日期,客户,金额\n2026-09-01,张三,10\n2026-09-01,李四,x\n2026-09-02,王五,y\n"))
    once = rejects_csv(warehouse, first["batch"], "en").decode("utf-8-sig").replace(",x,", ",20,")
    second = import_file(warehouse, "s", write(once, "once.csv"))
    assert (second["accepted"], second["rejected"]) == (1, 1)
    twice = rejects_csv(warehouse, second["batch"], "en").decode("utf-8-sig").replace(",y,", ",30,")
    third = import_file(warehouse, "s", write(twice, "twice.csv"))
    assert (third["accepted"], third["rejected"], sum(row[3] for row in bills(warehouse))) == (1, 0, Decimal("60.00"))
    undo(warehouse, third["batch"])
    undo(warehouse, second["batch"])
    assert bills(warehouse) == [(None, date(2026, 9, 1), "张三", Decimal("10.00"))]


def test_total_lines_are_no_status(warehouse, write):
    found = examine(warehouse, "s", write("日期,客户,金额,状态\n2026-09-01,张三,10,已结账\n合计,,10,\n"))
    assert [(mark.value, mark.lines) for mark in found.marks] == [("已结账", 1)]
    found.close()


def test_sheets_with_the_same_columns_land_together_and_what_is_unread_is_told(warehouse, tmp_path):
    book = openpyxl.Workbook()
    rows = {
        "大厅": [["日期", "客户", "金额"], ["2026-09-01", "张三", 10], ["2026-09-02", "李四", 20]],
        "包厢": [["日期", "客户", "金额"], ["2026-09-01", "王五", 30], ["前天", "王五", 5]],
        "会员": [["姓名", "手机", "等级"], ["张三", "13900000001", "A"], ["李四", "13900000002", "B"]],
    }
    for place, (name, cells) in enumerate(rows.items()):
        sheet = book.create_sheet(name, place)
        for row in cells:
            sheet.append(row)
    book.save(tmp_path / "b.xlsx")
    hall = import_file(warehouse, "s", tmp_path / "b.xlsx", Choices(sheet="大厅"))
    assert (hall["sheet"], hall["amount"], hall["warnings"]) == ("大厅", "30.00", [])
    report = import_file(warehouse, "s", tmp_path / "b.xlsx", Choices(on_overlap="replace"))
    assert not report["already_landed"]  # the rooms have never been here
    assert (report["sheet"], report["accepted"], report["amount"], report["rejected"]) == ("大厅/包厢", 3, "60.00", 1)
    told = {w["code"]: (w["count"], w["values"]) for w in report["warnings"]}
    assert told["sheets_together"] == (2, {"sheets": "大厅 (2), 包厢 (2)"})
    assert told["other_sheets"] == (1, {"sheet": "大厅/包厢", "others": "会员 (2)"})
    [reject] = list_rejects(warehouse, report["batch"])
    assert (reject["sheet"], reject["line"], reject["value"]) == ("包厢", 3, "前天")
    assert "包厢 第 3 行" in rejects_csv(warehouse, report["batch"], "zh").decode("utf-8-sig")
    again = [import_file(warehouse, "s", tmp_path / "b.xlsx", Choices(sheet=sheet))["already_landed"] for sheet in (None, "大厅", "包厢")]
    assert again == [True, True, True]


def test_a_dash_where_a_number_of_something_is_missing_names_nobody(warehouse, write):
    rows = "B1,2026-09-01,-,-,张三,10\n--,2026-09-02,n/a,——,李四,20\n——,2026-09-03,/,无,王五,30\nB4,2026-09-04,C/1,13900000001,,40\n"
    report = import_file(warehouse, "s", write("账单号,日期,会员号,手机,客户,金额\n" + rows))
    assert (report["accepted"], report["amount"], report["customers"]) == (4, "100.00", 4)
    told = "select customer_key, amount from bills order by all"
    assert warehouse.cursor().execute(told).fetchall() == [
        ("C/1", Decimal(40)), ("张三", Decimal(10)), ("李四", Decimal(20)), ("王五", Decimal(30))]  # fmt: skip


def test_the_foot_of_a_printed_page_is_no_row_wherever_it_stands(warehouse, write):
    page = "制表人：,张三,,\n打印时间：,2026-10-01 09:00,,\n共 1 页,,,\n"
    text = f"滨江店,,,\n日期,客户,台数,金额\n2026-09-01,李四,1,10\n本页合计,,1,10\n制表人：,张三,审核：,王五\n日期,客户,台数,金额\n2026-09-02,李四,1,20\n合计,,2,30\n{page}"
    report = import_file(warehouse, "s", write(text))
    assert (report["accepted"], report["rejected"], report["amount"]) == (2, 0, "30.00")
    assert report["rows"] == 11 - 1  # all lines but for the header
    assert report["skipped"] == {"title": 1, "total": 3, "header": 1, "note": 3}


def test_what_was_said_of_a_file_goes_with_its_undo(warehouse, write):
    # what a later file said stays; without any the next file is asked as if nobody had ever said anything
    def one(name, month):
        return write(f"单号,日期,会员号,金额,order_status\n{month},2026-0{month}-01,K1,10,0\n", name)

    def asks(path):
        with pytest.raises(InputError):
            import_file(warehouse, "S", path)

    sold = Choices(meanings={"order_status": {"0": "sale"}})
    asks(one("a.csv", 1))
    first = import_file(warehouse, "S", one("a.csv", 1), sold)["batch"]
    second = import_file(warehouse, "S", one("b.csv", 2))["batch"]  # as it was said of the first
    undo(warehouse, first)
    third = import_file(warehouse, "S", one("c.csv", 3))["batch"]  # the second said it too
    undo(warehouse, third)
    undo(warehouse, second)
    asks(one("d.csv", 4))


def test_folios_say_nothing_of_the_numbers_of_a_list_of_stays_in_the_same_store(warehouse, write):
    """A folio posts stay R1 on two days; the list of stays has it once, and its corrected version replaces it, whole."""
    folio = HEADER + "R1,2026-09-01,K1,,,480\nR1,2026-09-02,K1,,,600\nR3,2026-09-03,K3,,,480\n"
    stays = "预订号,入住日期,会员编号,房费\nR1,2026-09-01,K1,1080\nR2,2026-09-02,K2,2560\nR3,2026-09-03,K3,480\n"
    for name, text in (("folio", folio), ("stays", stays), ("mended", stays.replace("K1,1080", "K1,1560"))):
        import_file(warehouse, "s", write(text, f"{name}.csv"), Choices(missing_bills="keep"))
    assert sum(amount for *_, amount in bills(warehouse)) == Decimal("4600.00")  # 1 560 + 2 560 + 480
