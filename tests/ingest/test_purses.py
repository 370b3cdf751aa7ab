"""What was paid from cards in columns beside other ways of paying is consumption, and no top-up."""

import pytest


def live(warehouse):
    told = "select bill_no, amount, from_card from bills where replaced_by is null order by all"
    return [(number, float(amount), paid) for number, amount, paid in warehouse.cursor().execute(told).fetchall()]


def put(warehouse):
    return warehouse.cursor().execute("select customer_key, amount from stored_value where replaced_by is null order by all").fetchall()


# 实收 is what all ways come to, the card's own money and its gifts among them
BY_WAYS = (
    "账单编号,营业日,会员卡号,订单金额,优惠合计,实收,微信,现金,{own},{given},美团团购\n"
    "B1,2026-10-01,8001,120,0,120,0,0,100,20,0\nB2,2026-10-02,,146,6,140,0,140,0,0,0\nB3,2026-10-03,8002,90,0,90,0,0,70,20,0\n"
    "B4,2026-10-04,8001,60,0,60,0,0,0,0,60\nB5,2026-10-05,8002,88,0,88,88,0,0,0,0\n总计,,,504,6,498,88,140,170,40,60\n"
)
NAMES = [
    ("会员储值（本金）", "会员储值（赠送）"), ("储值本金", "储值赠送"), ("会员储值", "赠送金"), ("储值", "赠送金额"), ("储值卡支付", "储值赠送支付"),
    ("卡余额", "赠金"), ("本金", "赠送"),
]


@pytest.mark.parametrize(("own", "given"), NAMES)
def test_ways_of_paying_from_cards_are_no_top_ups(land, warehouse, own, given):
    report = land(BY_WAYS.format(own=own, given=given))
    assert report["amount"] == "498.00"  # 120 + 140 + 90 + 60 + 88
    assert live(warehouse) == [
        ("B1", 120, True), ("B2", 140, False), ("B3", 90, True), ("B4", 60, False), ("B5", 88, False),
    ]
    assert put(warehouse) == []


@pytest.mark.parametrize(("own", "given"), [("储值本金", "储值赠送"), ("会员储值（本金）", "会员储值（赠送）")])
def test_gifts_that_the_amount_leaves_out_are_no_top_ups_either(land, warehouse, own, given):
    text = BY_WAYS.format(own=own, given=given).replace("120,0,120", "120,20,100").replace("90,0,90", "90,20,70")
    report = land(text.replace("504,6,498", "504,46,458"))
    assert report["amount"] == "458.00"  # 100 + 140 + 70 + 60 + 88
    assert [paid for _, _, paid in live(warehouse)] == [True, False, True, False, False]
    assert put(warehouse) == []


def test_one_row_that_comes_to_something_else_takes_no_proof_away(land, warehouse):
    rows = "".join(f"C{day},2026-11-{day:02d},8003,10,0,10,10,0,0,0,0\n" for day in range(1, 12))
    text = BY_WAYS.format(own="储值本金", given="储值赠送").split("总计")[0] + rows
    report = land(text + "C20,2026-11-20,8003,50,0,50,49,0,0,0,0\n")
    assert report["amount"] == "658.00"  # 498 + 11 × 10 + 50
    assert put(warehouse) == []


def test_what_was_put_on_cards_beside_kinds_of_sales_stays_a_top_up(land, warehouse):
    land(
        "日期,单号,会员号,商品消费,项目消费,储值,合计收款\n2026-09-01,R1,A01,38,,,38\n2026-09-02,R2,A02,,,500,500\n"
        "2026-09-03,R3,A01,,68,,68\n2026-09-04,R4,A03,,128,500,628\n"
    )
    assert [(who, float(amount)) for who, amount in put(warehouse)] == [("A02", 500), ("A03", 500)]
    assert [amount for _, amount, _ in live(warehouse)] == [38, 68, 128]
