"""One partial refund a month is the usual case: its own row says whether 实收 is less it already."""

import pytest

HEADER = "订单号,营业日期,会员手机号,消费金额,优惠金额,抹零,应收金额,退款金额,实收金额,支付方式\n"
ROWS = (  # 消费 − 优惠 − 抹零 = 应收
    "S1,2026-11-01,13800000001,168.50,10,0.50,158,0,158,微信\nS2,2026-11-02,13800000002,205.50,0,0.50,205,0,205,现金\n"
    "S3,2026-11-03,13800000003,242.50,16,0.50,226,58,{},微信\nS4,2026-11-04,13800000001,279.50,0,0.50,279,0,279,微信\n"
    "S5,2026-11-05,13800000002,316.50,19,0.50,297,0,297,现金\nS6,2026-11-06,13800000003,353.50,0,0.50,353,0,353,微信\n"
)


def codes(report):
    return {each["code"] for each in report["warnings"]}


@pytest.mark.parametrize("due", ["应收金额", "应付款", "账单小计"])
def test_an_amount_that_is_less_its_one_refund_already_is_left(land, due):
    report = land(HEADER.replace("应收金额", due) + ROWS.format(168))
    assert report["amount"] == "1460.00"  # 158 + 205 + (226 − 58) + 279 + 297 + 353
    assert "refunds_net" in codes(report)


@pytest.mark.parametrize("due", ["应收金额", "应付款", "账单小计"])
def test_an_amount_that_is_all_that_was_due_has_its_one_refund_taken_off(land, due):
    report = land(HEADER.replace("应收金额", due) + ROWS.format(226))
    assert report["amount"] == "1460.00"
    assert "refunds_taken_off" in codes(report)


def test_a_refund_as_large_as_the_discount_proves_nothing(land):
    text = "单号,日期,手机,应收金额,优惠金额,退款金额,实收金额\n1,2026-11-01,13800000001,100,20,20,80\n2,2026-11-02,13800000002,50,0,0,50\n"
    assert land(text)["amount"] == "110.00"  # 应收 − 优惠 is 实收 without the refund, too: 80 − 20 + 50


def test_two_refunds_of_which_one_is_off_and_one_is_not_are_asked(land):
    rows = ROWS.format(168).replace("353,0,353", "353,40,353")
    report = land(HEADER + rows, refunds="gross")
    assert report["amount"] == "1362.00"  # 1,460 − 58 − 40
