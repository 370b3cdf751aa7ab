"""Columns beside the amount that say a part of it again: refunds that are off it, top-ups in it, shifts that part its bills."""

import pytest


def live(warehouse):
    told = "select customer_key, amount from bills where replaced_by is null order by all"
    return [(who, float(amount)) for who, amount in warehouse.cursor().execute(told).fetchall()]


def codes(report):
    return {each["code"] for each in report["warnings"]}


NET_SALES = (
    "Sale #,Sale date,Client,Mobile,Gross sales,Refunds,Net sales,Status\n"
    "1,2026-09-01,Nora,07700900101,80.00,0.00,80.00,Completed\n2,2026-09-02,Jo,07700900102,35.00,-35.00,0.00,Refunded\n"
    "3,2026-09-03,Jo,07700900102,52.00,-10.00,42.00,{}\n4,2026-09-04,Edie,07700900103,110.00,0.00,110.00,Completed\n"
)


@pytest.mark.parametrize("part", ["Part refunded", "Partly refunded", "Part-refunded"])
def test_what_is_less_its_refund_already_is_not_refunded_again(land, part):
    report = land(NET_SALES.format(part))
    assert (report["amount"], report["skipped"]) == ("232.00", {"void": 1})  # 80 + 42 + 110
    assert "refunds_net" in codes(report)
    assert "refunds_taken_off" not in codes(report)


def test_a_refund_on_a_row_of_its_own_counts_beside_sales_that_are_less_theirs(land):
    report = land(NET_SALES.format("Part refunded").replace("2,2026-09-02,Jo,07700900102,35.00", "2,2026-09-02,Jo,07700900102,0.00"))
    assert report["amount"] == "197.00"  # nothing was sold on it: 80 − 35 + 42 + 110


SHIFTS = (
    "流水号,日期,{},会员卡,收款\n1,2026-09-01,早班,K001,30.00\n2,2026-09-01,早班,K002,40.00\n1,2026-09-01,晚班,,50.00\n"
    "2,2026-09-01,晚班,K003,60.00\n1,2026-09-02,早班,K002,70.00\n1,2026-09-02,晚班,,25.00\n"
)


@pytest.mark.parametrize("header", ["班次", "班别", "市别", "Shift"])
def test_a_walk_in_of_the_late_shift_pays_for_no_member_of_the_early_one(land, warehouse, header):
    report = land(SHIFTS.format(header))
    assert live(warehouse) == [("K001", 30), ("K002", 40), ("K002", 70), ("K003", 60), (None, 25), (None, 50)]
    assert "numbers_of_tills" in codes(report)
    assert "filled_down" not in codes(report)
    # the same shifts of later days, as the house has said it by then
    land(SHIFTS.format(header).replace("2026-09", "2026-10"), "next.csv")
    assert len(live(warehouse)) == 12


def test_a_bill_that_goes_over_two_shifts_stays_one(land, warehouse):
    rows = "".join(f"{number},2026-09-01,{'早班' if number < 6 else '晚班'},K00{number % 4},{number}0\n" for number in range(1, 11))
    report = land("流水号,日期,班次,会员卡,收款\n" + rows + "5,2026-09-01,晚班,,15\n")
    assert ("K001", 65) in live(warehouse)  # 50 + 15 that was ordered later
    assert report["bills"] == 10


def stored(warehouse):
    told = "select customer_key, amount from stored_value where replaced_by is null order by all"
    return [(who, float(amount)) for who, amount in warehouse.cursor().execute(told).fetchall()]


SALON = (
    "日期,单号,会员号,现金消费,现金充值,微信消费,微信充值,扣卡,合计收款\n2026-09-01,R1,A01,38,,,,,38\n2026-09-02,R2,A02,,500,,,,500\n"
    "2026-09-03,R3,A01,,,68,,,68\n2026-09-04,R4,A03,,,128,500,,628\n2026-09-05,R5,A02,,,,,90,0\n合计,,,38,500,196,500,90,1234\n"
)


def test_top_ups_in_a_total_go_off_it_and_are_stored_value(land, warehouse):
    report = land(SALON)
    assert live(warehouse) == [("A01", 38), ("A01", 68), ("A02", 90), ("A03", 128)]
    assert stored(warehouse) == [("A02", 500), ("A03", 500)]
    paid = "select bill_no from bills where from_card"
    assert warehouse.cursor().execute(paid).fetchall() == [("R5",)]
    told = {each["code"]: each["values"].get("amount") for each in report["warnings"]}
    assert (told["top_ups_inside"], told["cards_beside"]) == ("¥1,000.00", "¥90.00")
    # with another day it stands there once
    land(SALON.replace("合计,", "2026-09-06,R6,A01,20,,,,,20\n合计,"), "more.csv")
    assert sum(amount for _, amount in live(warehouse)) == 344  # 38 + 68 + 90 + 128 + 20
    assert stored(warehouse) == [("A02", 500), ("A03", 500)]


def test_top_ups_beside_a_total_that_does_not_hold_them_leave_it_as_it_is(land, warehouse):
    land(
        "日期,单号,会员号,现金消费,现金充值,微信消费,微信充值,合计收款\n2026-09-01,R1,A01,38,,,,38\n2026-09-02,R2,A02,20,500,,,20\n"
        "2026-09-03,R3,A01,,,68,,68\n2026-09-04,R4,A03,,,128,500,128\n"
    )
    assert sum(amount for _, amount in live(warehouse)) == 254  # 38 + 20 + 68 + 128


WAYS = (
    "单号,日期,会员号,类型,金额,现金,微信,{}\nA1,2026-10-01,K1,充值,500,500,0,0\nA2,2026-10-02,K1,消费,120,0,0,120\n"
    "A3,2026-10-03,K2,消费,80,80,0,0\nA4,2026-10-03,K1,消费,60,0,20,40\n"
)


@pytest.mark.parametrize("header", ["储值支付", "会员卡", "余额", "Gift Card"])
def test_ways_of_paying_say_which_bills_were_paid_from_cards(land, warehouse, header):
    report = land(WAYS.format(header))
    assert codes(report) == {"top_ups"}  # neither that nobody says it, nor that a balance differs
    paid = warehouse.cursor().execute("select bill_no, from_card from bills order by 1").fetchall()
    assert paid == [("A2", True), ("A3", False), ("A4", None)]  # of a part the card's share is not kept
    assert (stored(warehouse), report["amount"]) == ([("K1", 500)], "260.00")


CARDS = (
    "卡号,姓名,日期,项目,充值,赠送,消费,余额\n8801,佟,2026-09-01,充值送100,1000,100,,1100\n8801,佟,2026-09-05,养护,,,60,1040\n"
    "8802,储,2026-09-02,充值送100,500,100,,600\n8802,储,2026-09-06,养护,,,88,512\n"
)


def test_both_columns_of_a_ledger_of_cards_count_and_gifts_are_stored_too(land, warehouse):
    land(CARDS)
    assert live(warehouse) == [("8801", 60), ("8802", 88)]
    assert stored(warehouse) == [("8801", 1100), ("8802", 600)]


def test_what_came_back_onto_a_card_goes_off_what_was_spent(land, warehouse):
    rows = [line.split(",") for line in CARDS.splitlines()]
    text = "\n".join(",".join([*row[:7], "退款" if row[0] == "卡号" else "", row[7]]) for row in rows)
    land(text + "\n8801,佟,2026-09-07,退护理费,,,,60,1100\n")
    assert sum(amount for _, amount in live(warehouse)) == 88  # 60 + 88 − 60
    assert stored(warehouse) == [("8801", 1100), ("8802", 600)]


JOINED_TABLES = (
    "营业日期,订单号,{},会员手机,订单收入\n2026-11-01,100,{},13800000001,600\n2026-11-04,104,{},13800000002,1655\n"
    "2026-11-04,105,{},13800000002,378\n2026-11-04,106,{},13800000002,487\n2026-11-04,107,{},13800000002,{}\n"
)


@pytest.mark.parametrize(
    ("header", "cells"),
    [("联台主单号", ("--", "--", "104", "104", "104")), ("联台标识", ("普通单", "联台主单", "联台子单", "联台子单", "联台子单"))],
)
def test_tables_that_were_joined_count_once_as_the_bill_that_is_their_sum(land, warehouse, header, cells):
    report = land(JOINED_TABLES.format(header, *cells, 790))  # 378 + 487 + 790 = 1655
    assert live(warehouse) == [("13800000001", 600), ("13800000002", 1655)]
    assert (report["skipped"], report["money"]["joined"]) == ({"joined": 3}, "1655.00")
    # where it is another sum, each is a bill of its own
    report = land(JOINED_TABLES.format(header, *cells, 791), "other.csv", missing_bills="keep")
    assert (report["amount"], report["skipped"]) == ("3911.00", {})  # 600 + 1655 + 378 + 487 + 791


PAID_LATER = [
    "Member #,Member Name,Date,Chit #,Description,Amount\n0210,Ann Lowe,2026-11-02,55001,Food,120\n0213,Miles Oka,2026-11-16,55002,Food,80\n"
    "0210,Ann Lowe,2026-11-18,P700,PAYMENT - THANK YOU,-120\n",
    "Date,Invoice No,Customer,Type,Amount\n2026-11-02,INV-01,Corvid,Invoice,120\n2026-11-05,INV-02,Hale,Invoice,80\n"
    "2026-11-20,PAY-01,Corvid,Payment,-120\n",
    "日期,单号,客户名称,摘要,金额\n2026-11-02,Z001,金桥,餐饮,120\n2026-11-05,Z002,汇川,会议室,80\n2026-11-20,S001,金桥,收到转账付款,-120\n",
]


@pytest.mark.parametrize("text", PAID_LATER, ids=["Description", "Type", "摘要"])
def test_what_was_paid_on_account_below_zero_takes_nothing_off_the_revenue(land, text):
    report = land(text)
    assert (report["amount"], report["bills"], report["money"]["repayment"]) == ("200.00", 2, "-120.00")  # 120 + 80
    # money that went back is a refund, whatever row it stands on
    back = text.replace("PAYMENT - THANK YOU", "Refund").replace("Payment", "Refund").replace("收到转账付款", "退款")
    assert land(back, "refunds.csv", missing_bills="keep", on_overlap="replace")["amount"] == "80.00"
