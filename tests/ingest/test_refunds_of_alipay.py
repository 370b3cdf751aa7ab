"""The export of Alipay's own: what it paid back successfully goes off, and what it says below its rows is no row."""

import pytest

_HEAD = "交易号,商家订单号,付款时间,交易对方,商品名称,金额（元）,收/支,交易状态,服务费（元）,{refund},备注\n"
_ROWS = (
    "2026110222001400000000,SP0,2026-11-02 12:30:08,*小明,堂食,88.00,收入,交易成功,0.00,0.00,\n"
    "2026110222001400000001,SP1,2026-11-03 12:31:08,*建国,堂食,126.50,收入,交易成功,0.00,0.00,\n"
    "2026110222001400000004,SP4,2026-11-06 12:34:08,*美,外卖,58.00,收入,交易成功,0.00,20.00,\n"
)
_FOOT = (
    "------------------------------------------------------------------------------------\n共3笔记录\n已收入:3笔,272.50元\n"
    "待收入:0笔,0.00元\n已支出:0笔,0.00元\n导出时间:[2026-12-01 09:00:00]    用户:某某小吃店\n"
)


@pytest.mark.parametrize("refund", ["成功退款（元）", "成功退款金额", "退款成功（元）", "退款（元）"])
def test_what_was_paid_back_goes_off(bring, refund):
    bills, report = bring(_HEAD.format(refund=refund) + _ROWS + _FOOT)  # 88.00 + 126.50 + 58.00 − 20.00
    assert bills[:2] == (3, "252.50")
    assert report["mapping"]["refund"] == refund


def test_what_stands_below_is_neither_asked_nor_a_row_that_is_not_understood(bring):
    _, report = bring(_HEAD.format(refund="成功退款（元）") + _ROWS + _FOOT)
    assert report["rejected"] == 0


def test_rows_without_day_number_and_money_leave_no_question_open(bring):
    text = "单号,日期,客户,金额,状态,备注\n1,2026-11-01,甲,10,已结账,\n2,2026-11-02,乙,20,已结账,\n,,,,,请核对,\n,,,,,谢谢,\n"
    bills, _ = bring(text)
    assert bills == (2, "30.00", 2)
