"""Files as tills, shops and owners really send them; each expectation is worked out by hand from its literal content."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from segmentation.errors import InputError
from segmentation.ingest.land import import_file
from segmentation.warehouse import Warehouse


@pytest.fixture
def warehouse(tmp_path):
    house = Warehouse(tmp_path / "warehouse.duckdb")
    yield house
    house.close()


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
            },
        ),
        (
            "订单编号,总金额,买家实际支付金额,订单状态,收货人姓名,联系手机,订单创建时间,订单付款时间 ,物流单号 ",
            "123,110,108,交易成功,张三,'13800000001,2026-09-01 10:00:00,2026-09-01 10:05:00,No:SF1",
            {
                "bill_no": "订单编号",
                "date": "订单付款时间",
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
            {"date": "日期", "name": "客户", "amount": "实收额"},
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
