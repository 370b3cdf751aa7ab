"""Files as tills, shops and owners really send them; each expectation is worked out by hand from its literal content."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file, undo
from segmentation.ingest.rejects import rejects_csv
from segmentation.language.errors import InputError
from segmentation.warehouse import Warehouse


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


@pytest.fixture
def land(warehouse, write):
    """Import a literal text into the store “s” and return the report."""

    def _land(text: str, name: str = "bills.csv", choices=None):
        return import_file(warehouse, "s", write(text, name), choices)

    return _land


def bills(warehouse: Warehouse) -> list[tuple]:
    return (
        warehouse.cursor()
        .execute("select bill_no, bill_date, customer_key, amount from bills where replaced_by is null order by all")
        .fetchall()
    )


@pytest.mark.parametrize(
    ("header", "row", "mapping"),
    [
        (
            "营业日期,订单号,流水号,桌号,用餐人数,顾客手机号,订单金额(元),优惠金额(元),实付金额(元),订单状态,备注",
            "2026-09-01,M1,1,A01,4,138****0001,100.00,20.00,80.00,已结账,",
            {
                "bill_no": "订单号",
                "date": "营业日期",
                "phone": "顾客手机号",
                "amount": "实付金额(元)",
                "covers": "用餐人数",
                "status": "订单状态",
                "room": "桌号",
                "gross": "订单金额(元)",
                "discount": "优惠金额(元)",
            },
        ),
        (
            "账单编号,营业日,台号,台位名称,人数,消费金额,折扣金额,服务费,结账金额,营销经理,客户名称/单位,客户手机",
            "S1,2026-09-01,201,牡丹厅,10,2000,100,50,1950,王经理,远山贸易,13800000001",
            {
                "bill_no": "账单编号",
                "date": "营业日",
                "phone": "客户手机",
                "name": "客户名称/单位",
                "amount": "结账金额",
                "covers": "人数",
                "manager": "营销经理",
                "room": "台号",
                "gross": "消费金额",
                "discount": "折扣金额",
            },
        ),
        (
            "订单编号,总金额,买家实际支付金额,订单状态,收货人姓名,联系手机,订单创建时间,订单付款时间 ,物流单号 ",
            "123,110,108,交易成功,张三,'13800000001,2026-09-01 10:00:00,2026-09-01 10:05:00,No:SF1",
            {
                "bill_no": "订单编号",
                "date": "订单付款时间",
                "date_2": "订单创建时间",
                "gross": "总金额",
                "phone": "联系手机",
                "name": "收货人姓名",
                "amount": "买家实际支付金额",
                "status": "订单状态",
            },
        ),
        (
            "業務流水號,發生日期,顧客姓名,聯絡人電話,消費合計,優惠合計,實收合計",
            "T1,2026-09-01,陳大文,0912-345-678,100,20,80",
            {"bill_no": "業務流水號", "date": "發生日期", "phone": "聯絡人電話", "name": "顧客姓名", "amount": "實收合計"},
        ),
        (
            "日期,客户,金额,折扣率,折扣额,实收额",
            "2026-09-01,张三,100,0.8,20,80",
            {"date": "日期", "name": "客户", "amount": "实收额", "discount": "折扣额"},
        ),
        (
            "日期,客户名称,金额,客户经理电话,服务员手机",
            "2026-09-01,张三,5,13800000001,13900000001",
            {"date": "日期", "name": "客户名称", "amount": "金额"},
        ),
        ("日期,客户,优惠后金额", "2026-09-01,张三,5", {"date": "日期", "name": "客户", "amount": "优惠后金额"}),
        ("日期,签单单位,金额", "2026-09-01,远山贸易,5", {"date": "日期", "name": "签单单位", "amount": "金额"}),
        (
            "销售单号,日期,VIP卡号,顾客名,金额",
            "X1,2026-09-01,V1,张三,5",
            {"bill_no": "销售单号", "date": "日期", "customer_code": "VIP卡号", "name": "顾客名", "amount": "金额"},
        ),
    ],
)
def test_headers_of_real_tills_are_mapped_as_an_owner_would(land, header, row, mapping):
    assert land(f"{header}\n{row}\n")["mapping"] == mapping


@pytest.mark.parametrize(
    "header",
    ["会员等级", "客户来源", "会员折扣", "客户性别", "会员余额", "客户备注", "会员生日", "客单价", "收银员", "房号", "客户经理"],
)
def test_what_only_speaks_of_customers_does_not_name_them(land, header):
    with pytest.raises(InputError) as refused:
        land(f"日期,{header},金额\n2026-09-01,金卡,5\n")
    assert refused.value.code == "no_customer_column_in_bills"


@pytest.mark.parametrize("header", ["优惠金额", "找零", "积分", "储值余额", "退款金额", "消费次数"])
def test_a_number_that_is_no_revenue_is_not_taken_for_the_amount(land, header):
    with pytest.raises(InputError) as refused:
        land(f"单号,日期,客户,{header}\nB1,2026-09-01,张三,5\n")
    assert refused.value.code == "no_amount_column"


def test_a_sum_of_the_whole_bill_on_each_dish_is_not_added_up(land, warehouse):
    land(
        "单号,日期,客户,菜品,数量,单价,小计,实收金额\n"
        "1,2026-09-01,张三,鱼,1,88,88,100\n1,2026-09-01,张三,茶,1,12,12,100\n"
        "2,2026-09-02,李四,酒,1,300,300,310\n2,2026-09-02,李四,茶,1,10,10,310\n"
    )
    assert bills(warehouse) == [
        ("1", date(2026, 9, 1), "张三", Decimal("100.00")),
        ("2", date(2026, 9, 2), "李四", Decimal("310.00")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "会员卡号,姓名,手机号,等级,余额,累计消费金额,积分,注册时间,最近消费时间\nV1,张三,13800000001,金卡,100.00,5000.00,50,2020-01-01,2026-08-01\n",
        "顾客姓名,顾客手机号,消费次数,累计消费,最后消费日期\n张三,138****0001,5,500.00,2026-08-01\n",
    ],
)
def test_a_till_s_list_of_members_is_a_file_of_customers(land, text):
    report = land(text)
    assert (report["kind"], report["accepted"], report["customers"]) == ("customers", 1, 1)


@pytest.mark.parametrize(
    "total",
    [
        "合计,,,,30",
        "总合计,,,,30",
        "当日小计：,,,,30",
        "全部合计,,,,30",
        "合计金额,,,,30",
        "共2笔,,,,30",
        "【合计】,,,,30",
        "--合计--,,,,30",
        "Sum,,,,30",
        ",,合计,,30",
        ",,,张三 汇总,30",
        ",2026-09-02 汇总,,,30",
        "小计,2026-09-02,,,30",
        ",2026-09-02,本日小计,,30",
        ",2026-09-02,,当日合计,30",
        ",2026/9/2,Subtotal:,,30",
    ],
)
def test_total_lines_of_every_spelling_are_skipped_wherever_the_word_stands(land, total):
    report = land(f"序号,日期,桌号,客户,金额\n1,2026-09-01,A1,张三,10\n2,2026-09-02,A2,李四,20\n{total}\n")
    assert (report["skipped"], report["rejected"], report["amount"]) == ({"total": 1}, 0, "30.00")


def test_names_that_hold_the_word_of_a_total_are_names(land):
    report = land(
        "日期,桌号,客户,金额\n2026-09-01,A1,合计网络有限公司,1\n2026-09-01,小计间,天健会计师事务所,2\n"
        "2026-09-02,A2,Total Energies,4\n2026-09-02,统计局包厢,,8\n"
    )
    assert (report["accepted"], report["customers"], report["amount"]) == (4, 3, "15.00")


def test_a_subtotal_among_the_dishes_of_a_bill_is_no_dish(land, warehouse):
    report = land(
        "单号,日期,客户,菜品,金额\nB1,2026-09-01,张三,鱼,88\nB1,2026-09-01,张三,酒,300\nB1,2026-09-01,张三,小计,388\n"
    )
    assert (report["skipped"], bills(warehouse)) == ({"total": 1}, [("B1", date(2026, 9, 1), "张三", Decimal("388.00"))])


def test_a_header_repeated_with_blanks_around_it_is_a_header(land):
    report = land("日期 ,客户 , 金额\n2026-09-01,张三,10\n日期　,客户 , 金额\n2026-09-02,李四,20\n")
    assert (report["accepted"], report["skipped"]) == (2, {"header": 1})


@pytest.mark.parametrize("day", ["2026-9-1 下午3:05", "2026-09-01 上午9:05:33", "2026/9/1凌晨1:05", "2026-09-01(二)"])
def test_a_clock_that_says_morning_or_afternoon_hides_no_day(land, day):
    assert land(f"日期,客户,金额\n{day},张三,1\n")["first_date"] == "2026-09-01"


def test_a_number_too_large_for_money_is_a_reject_and_no_crash(land):
    much = "9999999999999999.99"
    report = land(f"单号,日期,客户,金额\n1,2026-09-01,张三,{much}\n1,2026-09-01,张三,{much}\n2,2026-09-01,李四,5\n")
    assert (report["accepted"], report["rejected"], report["amount"]) == (1, 2, "5.00")


def test_a_price_times_a_quantity_that_no_till_knows_is_a_reject(land):
    report = land("单号,日期,客户,数量,单价\n1,2026-09-01,张三,3,3\n2,2026-09-01,李四,99999999999999,99999999999999\n")
    assert (report["accepted"], report["rejected"], report["amount"]) == (1, 1, "9.00")


def test_a_phone_in_the_column_of_covers_is_left_out_and_told(land):
    report = land("单号,日期,客户,台数,人数,金额\n1,2026-09-01,甲,1,13800000001,5\n2,2026-09-01,乙,13800000001,4,6\n")
    assert (report["accepted"], report["amount"]) == (2, "11.00")
    assert {(w["code"], w["count"]) for w in report["warnings"]} == {("odd_tables", 1), ("odd_covers", 1)}


@pytest.mark.parametrize("phone", ["0", "000", "-", "无", "138xxxx0001", "138＊＊＊＊0001", "138••••0001"])
def test_what_is_no_whole_phone_puts_no_two_customers_together(land, phone):
    report = land(f"日期,手机,客户,金额\n2026-09-01,{phone},张三,1\n2026-09-02,{phone},李四,2\n2026-09-02,13800000001,王五,3\n")
    assert report["customers"] == 3


@pytest.mark.parametrize(
    "phone",
    ["138-0000-0001/139-0000-0002", "+86 138 0000 0001", "13800000001、010-12345678", "１３８０００００００１", '="13800000001"'],
)
def test_a_phone_is_the_same_however_it_is_written(land, warehouse, phone):
    land(f"日期,手机,金额\n2026-09-01,{phone},1\n2026-09-02,13800000001,1\n")
    assert {row[2] for row in bills(warehouse)} == {"13800000001"}


def test_an_id_that_a_till_wrote_as_a_formula_keeps_its_zeros(land, warehouse):
    land('日期,会员号,金额\n2026-09-01,="001",1\n2026-09-02,001,2\n')
    assert {row[2] for row in bills(warehouse)} == {"001"}


def test_a_thousand_whose_comma_nobody_quoted_is_a_reject_and_not_one_yuan(land):
    report = land("日期,客户,金额,备注\n2026-09-01,甲,1,\n2026-09-02,乙,1,234.50,\n2026-09-03,丙,999,ok\n")
    assert (report["accepted"], report["rejected"], report["amount"]) == (2, 1, "1000.00")
    report = land("日期,客户,金额\n2026-10-01,甲,1\n2026-10-02,乙,1,234.50\n2026-10-03,丙,2,000\n", "10.csv")
    assert (report["accepted"], report["rejected"], report["amount"]) == (1, 2, "1.00")


def test_a_line_that_the_engine_takes_in_no_way_is_refused(land):
    with pytest.raises(InputError) as caught:
        land("单号,日期,客户,金额\nB1,2026-01-01,张三,5\n" + '"' * 999_999 + "\nB2,2026-01-01,张三,5\n")
    assert caught.value.code == "unreadable_lines"


def test_a_delimiter_too_many_at_the_end_of_every_row_is_no_damage(land):
    report = land("日期,客户,人数,金额\n2026-09-01,甲,4,123.50,\n2026-09-02,乙,4,123,\n")
    assert (report["accepted"], report["rejected"], report["amount"]) == (2, 0, "246.50")


@pytest.mark.parametrize(
    ("values", "paid"),
    [
        (["等待买家付款", "买家已付款;等待卖家发货", "卖家已发货;等待买家确认", "交易成功", "交易关闭"], [1, 2, 3]),
        (["待付款", "待发货", "已发货", "已完成", "已关闭"], [1, 2, 3]),
        (["未付款", "未支付", "已付款", "已取消"], [2]),
        (["Paid", "Unpaid", "Partially Refunded", "Voided"], [0, 2]),
    ],
)
def test_a_status_that_says_the_money_came_means_paid_whatever_is_still_to_be_done(land, values, paid):
    rows = "".join(f"{number},2026-09-01,客{number},10,{value}\n" for number, value in enumerate(values))
    assert set(land(f"单号,日期,客户,金额,订单状态\n{rows}")["paid"]) == {values[number] for number in paid}


def test_a_status_to_look_for_needs_its_column(land):
    with pytest.raises(InputError) as refused:
        land("日期,客户,金额\n2026-09-01,甲,1\n", choices=Choices(paid=("已结账",)))
    assert refused.value.code == "no_status_column"


def test_a_code_of_nought_makes_no_customer_of_all_who_have_no_card(land):
    report = land("日期,会员卡号,客户,金额\n2026-09-01,0,张三,1\n2026-09-02,0,李四,2\n2026-09-03,V1,王五,4\n")
    assert report["customers"] == 3


def test_a_few_bills_of_a_house_whose_numbers_start_again_each_day_replace_none_of_another_day(land, warehouse):
    land("单号,日期,客户,金额\n" + "".join(f"{n},2026-09-{d:02},客{n},10\n" for d in range(1, 9) for n in range(1, 6)))
    report = land("单号,日期,客户,金额\n1,2026-10-01,甲,5\n2,2026-10-01,乙,5\n", "10.csv")
    assert (report["replaced"], len(bills(warehouse))) == (0, 42)


def test_the_corrected_month_of_a_house_whose_numbers_start_again_each_month_leaves_the_month_before(land, warehouse):
    def month(number: int, amount: int) -> str:
        return "单号,日期,客户,金额\n" + "".join(f"{n},2026-{number:02}-{n:02},客{n},{amount}\n" for n in range(1, 9))

    land(month(9, 10), "9.csv")
    land(month(10, 10), "10.csv")
    assert land(month(10, 11), "10b.csv")["replaced"] == 8
    assert sum(row[3] for row in bills(warehouse)) == 8 * 10 + 8 * 11


BROKEN = "1,2026-09-01,甲,鱼,88\n1,2026-09-01,甲,酒,三百\n1,2026-09-01,甲,茶,二十\n2,2026-09-02,乙,鱼,88\n"


@pytest.mark.parametrize(
    ("header", "rows"),
    [("单号,日期,客户,菜品,金额\n", BROKEN), ("日期,客户,菜品,金额\n", BROKEN.replace("\n1,", "\n").replace("\n2,", "\n")[2:])],
)
def test_mended_rows_that_come_twice_count_once(land, warehouse, header, rows):
    first = land(header + rows)
    assert (first["accepted"], first["rejected"]) == (2, 2)
    half = rejects_csv(warehouse, first["batch"], "en").decode("utf-8-sig").replace("酒,三百", "酒,300")
    land(half, "half.csv")
    assert sum(row[3] for row in bills(warehouse)) == 476
    both = land(half.replace("茶,二十", "茶,20"), "both.csv")
    assert (both["rows"], both["accepted"], both["skipped"], both["amount"]) == (2, 1, {"mended": 1}, "20.00")
    assert sum(row[3] for row in bills(warehouse)) == 496
    undo(warehouse, both["batch"])
    assert sum(row[3] for row in bills(warehouse)) == 476


def test_rows_mended_after_a_corrected_file_brought_them_count_once(land, warehouse):
    first = land("单号,日期,客户,金额\n1,2026-09-01,甲,1\n2,2026-09-02,乙,x\n3,2026-09-02,丙,x\n")
    land("单号,日期,客户,金额\n1,2026-09-01,甲,1\n2,2026-09-02,乙,2\n", "corrected.csv")
    mended = rejects_csv(warehouse, first["batch"], "en").decode("utf-8-sig").replace("乙,x", "乙,2").replace("丙,x", "丙,3")
    assert land(mended, "mended.csv")["skipped"] == {"mended": 1}
    assert sum(row[3] for row in bills(warehouse)) == 6


def test_mended_rows_are_read_in_the_order_of_dates_of_their_file(land, warehouse):
    first = land("单号,日期,客户,金额\n1,13/09/2026,甲,1\n2,02/09/2026,乙,x\n")
    land(rejects_csv(warehouse, first["batch"], "en").decode("utf-8-sig").replace("乙,x", "乙,2"), "mended.csv")
    assert bills(warehouse)[1] == ("2", date(2026, 9, 2), "乙", Decimal("2.00"))


def test_a_column_without_any_value_is_not_the_amount_while_another_has_some(land):
    report = land("日期,客户,消费金额,实收金额\n2026-09-01,甲,10,\n2026-09-02,乙,20,\n")
    assert (report["mapping"]["amount"], report["amount"]) == ("消费金额", "30.00")


def test_a_file_whose_every_cell_is_a_formula_is_read_as_its_texts(land, warehouse):
    land('="单号",="日期",="会员号",="金额"\n="01",="2026-09-01",="007",="1234.50"\n')
    assert bills(warehouse) == [("01", date(2026, 9, 1), "007", Decimal("1234.50"))]
