"""What each dish costs by itself where the amount of a file is the whole bill's. Expected values by hand."""

import pytest

REPEATED = (
    "账单号,日期,客户姓名,菜品,{own},实收金额\n1,2026-01-01,甲一,鱼,100.00,150.00\n1,2026-01-01,甲一,肉,60.00,150.00\n"
    "2,2026-01-02,甲二,茶,20.00,30.00\n2,2026-01-02,甲二,鱼,20.00,30.00\n3,2026-01-02,甲三,鱼,90.00,90.00\n"
)
ON_THE_FIRST = (
    "账单号,日期,客户姓名,菜品,单价,数量,实收金额\n1,2026-01-01,甲一,鱼,100.00,1,150.00\n1,2026-01-01,甲一,肉,30.00,2,\n"
    "2,2026-01-02,甲二,茶,20.00,1,30.00\n2,2026-01-02,甲二,鱼,20.00,1,\n3,2026-01-02,甲三,鱼,90.00,1,90.00\n"
)
OWN = {"鱼": "210.00", "肉": "60.00", "茶": "20.00"}  # 100 + 20 + 90
FREE = (  # the tea is a gift: what is blank costs nothing, the rest is each line's own
    "账单号,日期,客户姓名,菜品,单价,数量,实收金额\n1,2026-01-01,甲一,鱼,100.00,1,100.00\n1,2026-01-01,甲一,茶,8.00,1,\n"
    "2,2026-01-02,甲二,肉,20.00,2,40.00\n2,2026-01-02,甲二,茶,8.00,1,\n"
)
ITEM_BACK = (  # 60 of the plate went back, which is off its own line
    "订单编号,付款时间,订单状态,订单实付金额,买家手机号,商品名称,商品小计,退款金额\n"
    "W1,2026-09-01 10:00,已完成,150,13900172100,杯子,90,\nW1,2026-09-01 10:00,已完成,150,13900172100,碟子,60,60\n"
    "W3,2026-09-02 10:00,已完成,65,13900172114,杯子,30,\nW3,2026-09-02 10:00,已完成,65,13900172114,碗,40,10\n"
)


def dishes(warehouse):
    """What the dishes of all bills come to, by product, and the bills."""
    told = "select product, sum(amount)::varchar from bill_lines group by product"
    return dict(warehouse.cursor().execute(told).fetchall()), str(warehouse.cursor().execute("select sum(amount) from bills").fetchall()[0][0])


@pytest.mark.parametrize("own", ["小计", "菜品金额", "金额"])
def test_a_dish_has_the_amount_of_its_own_column_where_that_of_its_bill_is_repeated(land, warehouse, own):
    report = land(REPEATED.replace("{own}", own), amounts="bill")
    assert dishes(warehouse) == (OWN, "270.00")
    assert [each["code"] for each in report["warnings"] if each["code"] == "own_amounts"] == ["own_amounts"]


def test_else_it_is_price_times_quantity(land, warehouse):
    land(ON_THE_FIRST)
    assert dishes(warehouse) == (OWN, "270.00")


def test_a_dish_has_no_amount_where_nothing_says_it(land, warehouse):
    text = "".join(",".join((*line.split(",")[:4], line.split(",")[5])) + "\n" for line in REPEATED.splitlines())
    land(text, amounts="bill")
    assert dishes(warehouse) == ({"鱼": None, "肉": None, "茶": None}, "270.00")


def test_a_column_that_says_the_bill_once_more_is_no_dish_s(land, warehouse):
    text = "账单号,日期,客户姓名,菜品,小计,实收金额\n1,2026-01-01,甲,鱼,160,150\n1,2026-01-01,甲,肉,160,150\n2,2026-01-02,乙,茶,40,30\n2,2026-01-02,乙,鱼,40,30\n"
    land(text, amounts="bill")
    assert dishes(warehouse) == ({"鱼": None, "肉": None, "茶": None}, "180.00")


def test_amounts_of_lines_stay_where_the_others_are_free(land, warehouse):
    land(FREE)
    assert dishes(warehouse) == ({"鱼": "100.00", "肉": "40.00", "茶": "0.00"}, "140.00")


def test_what_went_back_of_a_line_is_off_its_own_amount(land, warehouse):
    land(ITEM_BACK, amounts="bill", refunds="gross")
    assert dishes(warehouse) == ({"杯子": "120.00", "碟子": "0.00", "碗": "30.00"}, "145.00")  # 150 − 60 + 65 − 10
