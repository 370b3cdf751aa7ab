"""Every column of a bill file that has no place of its own is kept under its header, bill by bill."""

from contextlib import closing
from datetime import date
from decimal import Decimal

import pytest

from segmentation.exports.csv import to_csv
from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.kinds.bills import kept, lines
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.land import land as land_found
from segmentation.ingest.rejects import rejects_csv
from segmentation.measures.revenue.bills import read_bills
from segmentation.warehouse import Warehouse

TILL = (
    "账单号,消费日期,客户编号,客户名称,包厢,支付方式,实收金额,状态,收银员,备注,身份证号\n"
    "B1,2026-09-01 18:30,K1,张三,牡丹厅,微信,100,已结账,小王,靠窗,11010519491231002X\n"
    "B2,2026-09-02 12:05,K1,张三,,现金,50,作废,小李,退单,\n"
    "B3,2026-09-03 19:00,K2,李四,,现金,80,已结账,--,,\n"
)


@pytest.fixture
def warehouse(tmp_path):
    warehouse = Warehouse(tmp_path / "warehouse.duckdb")
    yield warehouse
    warehouse.close()


@pytest.fixture
def land(warehouse, tmp_path):
    def landed(text, name="bills.csv", encoding="utf-8", **choices):
        (tmp_path / name).write_bytes(text.encode(encoding))
        return import_file(warehouse, "s", tmp_path / name, Choices(**choices), today=date(2026, 10, 1))

    return landed


def said(warehouse):
    """What is kept of each live bill: number → header → value, the oldest bill first."""
    rows = read_bills(warehouse, 1).to_pylist()[::-1]
    return {row["bill_no"]: {name[5:]: value for name, value in row.items() if name.startswith("said:") and value is not None}
            for row in rows}


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_bill_keeps_what_its_till_says(warehouse, land, encoding):
    report = land(TILL, encoding=encoding)
    assert said(warehouse) == {"B1": {"状态": "已结账", "收银员": "小王", "备注": "靠窗"}, "B3": {"状态": "已结账"}}
    row = read_bills(warehouse, 1, "K1").to_pylist()[0]
    known = ("bill_date", "bill_time", "customer", "name", "room", "payment_method", "amount")
    assert [row[name] for name in known] == [date(2026, 9, 1), "18:30", "K1", "张三", "牡丹厅", "微信", Decimal("100.00")]
    assert "gross" not in row  # nobody says anything there
    told = {notice["code"]: notice["values"] for notice in report["warnings"]}
    assert told["secret_columns"] == {"headers": "身份证号"}
    landed = warehouse.cursor().execute("select cells from bill_cells").fetchall()
    assert not [cells for (cells,) in landed if "110105" in cells]


def test_of_many_lines_only_what_is_kept_of_them_waits_for_the_landing(warehouse, tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "MANY", 1)
    (tmp_path / "bills.csv").write_text(f"{TILL}B4,某日,K3,王五,,现金,9,已结账,小王,,\nB5,2026-09-04,K3,王五,,现金,9,已结账,小张,加座,\n")
    found = examine(warehouse, "s", tmp_path / "bills.csv", today=date(2026, 10, 1))
    report = land_found(warehouse, found)
    staged = "select column_name from duckdb_columns() where table_name = 'kept_lines'"
    assert found.stage.cursor.execute(staged).fetchall() == [("kept",)]
    found.close()
    assert (report["accepted"], report["skipped"], report["rejected"]) == (3, {"void": 1}, 1)
    assert said(warehouse) == {
        "B1": {"状态": "已结账", "收银员": "小王", "备注": "靠窗"}, "B3": {"状态": "已结账"},
        "B5": {"状态": "已结账", "收银员": "小张", "备注": "加座"},
    }
    assert warehouse.cursor().execute("select line_no, value from rejects").fetchall() == [(5, "某日")]


def test_numbers_of_identity_further_down_are_not_kept_either(warehouse, land):
    numbers = ("11010519491231002X", "440524188001010014")
    top = [f"B{n},2026-09-01,K1,10.00,,,,窗边{n}" for n in range(201)]
    rows = [*top, *(f"C{n},2026-09-02,K1,10.00,{numbers[n % 2]},4111111111111111,2026090100010001,{'见备注' if n else numbers[0]}" for n in range(9))]
    report = land("单号,日期,客户编号,金额,其他,其他2,流水,说明\n" + "\n".join(rows) + "\n")
    told = {notice["code"]: notice["values"] for notice in report["warnings"]}
    assert told["secret_columns"] == {"headers": "其他, 其他2"}  # a remark that quotes one number stays
    bills = said(warehouse)
    assert bills["C1"] == {"流水": "2026090100010001", "说明": "见备注"}
    assert bills["B7"] == {"说明": "窗边7"}


@pytest.mark.parametrize("number", ["11010519491231002X", ""])
@pytest.mark.parametrize("most", [10_000, 3])  # suspicious lines; where there are more, all lines are looked at
def test_a_long_file_is_searched_once_for_what_is_secret_and_what_tells(warehouse, land, monkeypatch, number, most):
    monkeypatch.setattr(kept, "_LONG", 1)
    monkeypatch.setattr(kept, "_MOST_GATHERED", most)
    rows = [f"B{n},2026-09-01,K1,10.00,,,整单" for n in range(201)]
    rows += [f"C{n},2026-09-02,K1,10.00,{number},,整单" for n in range(9)] + [f"D{n},2026-09-03,K1,10.00,,作废,整单" for n in range(2)]
    report = land("单号,日期,客户编号,金额,其他,备注1,备注2\n" + "\n".join(rows) + "\n")
    told = {notice["code"]: notice["values"] for notice in report["warnings"]}
    assert told.get("secret_columns") == ({"headers": "其他"} if number else None)
    assert (report["accepted"], report["skipped"]) == (210, {"void": 2})
    assert said(warehouse)["C1"] == {"备注2": "整单"}


@pytest.mark.parametrize("most", [10_000, 3])
def test_a_long_file_is_searched_once_for_what_went_on_account_and_onto_a_room(warehouse, land, monkeypatch, most):
    monkeypatch.setattr(kept, "_LONG", 1)
    monkeypatch.setattr(kept, "_MOST_GATHERED", most)
    land("账单号,结账日期,房号,宾客姓名,房费,餐饮,账单合计\nK1,2026-09-04,802,邵海燕,980,90,1070\n", "stays.csv")
    rows = [f"B{n},2026-09-01,薛建章,10.00,," for n in range(201)]
    rows += [f"C{n},2026-09-02,薛建章,20.00,{'挂账' if n < 3 else ''}," for n in range(5)]
    rows += [f"D{n},2026-09-03,邵海燕,30.00,,转房账" for n in range(3)]
    report = land("单号,日期,姓名,金额,备注1,备注2\n" + "\n".join(rows) + "\n", transfers="out")
    assert (report["accepted"], report["skipped"]) == (209, {})
    rest = "select bill_no from bills where replaced_by < 0 order by bill_no"  # the folio's 90 is what the three came to
    assert warehouse.cursor().execute(rest).fetchall() == [("D0",), ("D1",), ("D2",)]
    owed = "select bill_no, owed from bills where owed is not null order by bill_no"
    assert warehouse.cursor().execute(owed).fetchall() == [(f"C{n}", Decimal("20.00")) for n in range(3)]


def test_an_undo_takes_it_out_and_what_was_replaced_still_has_its_own(warehouse, land, tmp_path):
    land(TILL)
    second = land(TILL.replace("靠窗", "靠门").replace("收银员", "班次长"), "again.csv")
    assert said(warehouse)["B1"] == {"状态": "已结账", "收银员": "小王", "班次长": "小王", "备注": "靠门"}  # it has no 收银员
    warehouse.backup(tmp_path / "copy.duckdb")
    undo(warehouse, second["batch"])
    assert said(warehouse)["B1"] == {"状态": "已结账", "收银员": "小王", "备注": "靠窗"}
    assert warehouse.cursor().execute("select distinct batch_id from bill_cells").fetchall() == [(1,)]
    assert warehouse.cursor().execute("select batch_id from bill_headers").fetchall() == [(1,)]
    with_copy = Warehouse(tmp_path / "copy.duckdb")
    assert said(with_copy)["B1"]["备注"] == "靠门"
    with_copy.close()


def test_of_several_lines_the_first_that_says_something_counts(warehouse, land):
    land("单号,日期,客户,金额,口味,备注,收银员\nB1,2026-09-01,张三,88,,,小王\nB1,2026-09-01,张三,12,微辣,第二行,小李\n"
         "B1,2026-09-01,李四,5,免葱,,\n,2026-09-02,王五,7,,外卖,\nB2,2026-09-02,张三,9,,,\n")
    assert [(row["customer"], row["said:口味"], row["said:备注"], row["said:收银员"]) for row in read_bills(warehouse, 1).to_pylist()] == [
        ("张三", None, None, None), ("王五", None, "外卖", None), ("李四", "免葱", None, None), ("张三", "微辣", "第二行", "小王"),
    ]


def test_mended_lines_leave_a_bill_what_was_said_of_it(warehouse, land):
    first = land("单号,日期,客户,金额,桌况,=备注\nB1,2026-09-01,张三,88,临窗,\nB1,2026-09-01,张三,三百,,=加菜\nB2,2026-09-01,李四,9,,\n")
    mended = rejects_csv(warehouse, first["batch"], "zh").decode("utf-8-sig").replace("三百", "300")
    second = land(mended, "mended.csv", "utf-8-sig")
    assert said(warehouse) == {"B1": {"桌况": "临窗", "=备注": "=加菜"}, "B2": {}}
    undo(warehouse, second["batch"])
    assert said(warehouse) == {"B1": {"桌况": "临窗"}, "B2": {}}


def test_a_damaged_file_keeps_them_with_the_right_bills(warehouse, land):
    land('单号,日期,客户,金额,备注\nB1,2026-09-01,张三,88,"靠窗" 两位\nB2,2026-09-01,李四,9,a\x1fb\nB3,2026-09-01,王五\n')
    assert said(warehouse) == {"B1": {"备注": '"靠窗" 两位'}, "B2": {"备注": "a b"}}


def test_a_file_without_other_columns_keeps_nothing(warehouse, land):
    land("单号,日期,客户,金额\nB1,2026-09-01,张三,88\n")
    assert warehouse.cursor().execute("select count(*) from bill_headers").fetchall() == [(0,)]
    assert read_bills(warehouse, 1).column_names == ["bill_no", "bill_date", "customer", "name", "tables", "amount"]


def test_a_header_of_a_file_is_text_and_harmless(warehouse, land):
    land("单号,日期,客户,金额,=1+1,amount\nB1,2026-09-01,张三,88,@x,7\n")
    head, row = to_csv(read_bills(warehouse, 1), "zh", labels=True).decode("utf-8-sig").split("\r\n")[:2]
    assert (head, row) == ("账单号,消费日期,客户编号,客户名称,台数,金额（元）,'=1+1,amount", "B1,2026-09-01,张三,张三,1,88.00,'@x,7")


FULL = (
    "机构,订单编号,营业日期,结账时间,手机号码,会员名,应收金额,优惠金额,实收金额,支付方式,商品名称\n"
    "总店,B1,2026-09-01,2026-09-01 19:01:00,13800001111,傅小满,105,5,100,微信,鱼\n"
    "总店,B2,2026-09-02,2026-09-02 19:02:00,13800002222,骆青禾,205,5,200,会员卡,肉\n"
    "总店,B3,2026-09-03,2026-09-03 19:03:00,13800001111,傅小满,305,5,300,现金,茶\n"
)
POOR = (  # 2 was corrected, and has other money: of it nothing is taken over
    "单号,日期,会员手机,顾客,实收,备注\nB1,2026-09-01,13800001111,傅小满,100,靠窗\nB2,2026-09-02,13800002222,骆青禾,190,\n"
)
SAID = "B1", None, "105.00", "5.00", "微信", "鱼"


def details(warehouse, batch=None):
    told = (
        "select bill_no, bill_time::varchar, gross::varchar, discount::varchar, payment_method, product from bills "
        "left join bill_lines on bills.batch_id = bill_lines.batch_id and bills.line_no = bill_lines.bill_line_no "
        "where replaced_by is null order by bill_no"
    )
    return warehouse.cursor().execute(told).fetchall()


def headers(warehouse):
    """Return the headers under which cells of the live version of B1 stand that say something."""
    told = (
        "select header, value from (select unnest(headers) as header, unnest(string_split(cells, chr(31))) as value from bill_cells "
        "join bill_headers on headers_of = bill_headers.batch_id join bills on bills.batch_id = bill_cells.batch_id and "
        "bills.line_no = bill_cells.line_no where bills.bill_no = 'B1' and replaced_by is null) where value <> '' order by all"
    )
    return warehouse.cursor().execute(told).fetchall()


def test_a_poorer_file_takes_nothing_away_that_it_has_no_column_for(land, warehouse):
    full = land(FULL, "full.csv")["batch"]
    report = land(POOR, "poor.csv", missing_bills="keep")
    poor = report["batch"]
    told = [each for each in report["warnings"] if each["code"] == "details_kept"]
    assert [each["count"] for each in told] == [1]
    assert {"应收金额", "优惠金额", "支付方式", "商品名称", "机构"} <= {*told[0]["values"]["headers"].split(", ")}
    assert details(warehouse)[:2] == [SAID, ("B2", None, None, None, None, None)]
    assert {("备注", "靠窗"), ("机构", "总店")} <= {*headers(warehouse)}
    undo(warehouse, full)  # the poorer file stays with what it says itself
    assert details(warehouse) == [("B1", None, None, None, None, None), ("B2", None, None, None, None, None)]
    assert headers(warehouse) == [("备注", "靠窗")]
    full = land(FULL, "full2.csv", missing_bills="keep")["batch"]  # the other order ends the same
    assert details(warehouse)[0] == SAID
    assert {("备注", "靠窗"), ("机构", "总店")} <= {*headers(warehouse)}
    undo(warehouse, poor)
    assert {("备注", "靠窗")} & {*headers(warehouse)} == set()
    assert details(warehouse)[0] == SAID


def test_what_was_taken_over_is_handed_on_and_an_undo_in_the_middle_changes_nothing(land, warehouse):
    first = land(FULL, "full.csv")["batch"]
    second = land(POOR, "poor.csv", missing_bills="keep")["batch"]
    land(POOR.replace("备注", "说明"), "again.csv", missing_bills="keep")
    assert details(warehouse)[0] == SAID
    undo(warehouse, second)
    assert details(warehouse)[0] == SAID
    undo(warehouse, first)
    assert details(warehouse)[0] == ("B1", None, None, None, None, None)


BROKEN = (  # the second row of B1 cannot be read, until somebody mends it
    "单号,日期,会员手机,顾客,实收,备注\nB1,2026-09-01,13800001111,傅小满,{first},靠窗\nB1,2026-09-01,13800001111,傅小满,x,\n"
    "B9,2026-09-02,13800002222,骆青禾,190,\n"
)


def mend(warehouse, land, batch, amount):
    rows = rejects_csv(warehouse, batch, "zh").decode("utf-8-sig")
    assert ",x," in rows
    return land(rows.replace(",x,", f",{amount},"), "mended.csv")["batch"]


@pytest.mark.parametrize("fuller_first", [True, False])
@pytest.mark.parametrize(("first", "rest"), [(100, 0), (60, 40)], ids=["as it was", "completed to what it was"])
@pytest.mark.parametrize("undone", ["full", "mended"])
def test_rows_that_were_mended_keep_nothing_of_a_file_that_is_undone(tmp_path, fuller_first, first, rest, undone):
    def bring(name, steps, undo_last=None):
        with closing(Warehouse(tmp_path / f"{name}.duckdb")) as warehouse:
            batches = {}

            def land(text, file):
                (tmp_path / file).write_text(text, encoding="utf-8")
                return import_file(warehouse, "s", tmp_path / file, Choices(missing_bills="keep"))

            for step in steps:
                if step == "mended":
                    batches[step] = mend(warehouse, land, batches["poor"], rest)
                else:
                    batches[step] = land(FULL if step == "full" else BROKEN.format(first=first), f"{step}.csv")["batch"]
            before = details(warehouse)[0], headers(warehouse)
            if undo_last:
                undo(warehouse, batches[undo_last])
            return before, (details(warehouse), headers(warehouse))

    steps = ("full", "poor", "mended") if fuller_first else ("poor", "mended", "full")
    before, after = bring("all", steps, undone)
    assert before[0] == SAID
    assert after == bring("others", [step for step in steps if step != undone])[1]
