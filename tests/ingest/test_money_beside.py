"""What the other columns of money of a file come to is said beside the amounts that were taken, so that a wrong choice is seen."""

from decimal import Decimal

import pytest

from segmentation.ingest.balance import say_beside, say_rest_beside
from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse

TILL = (
    "单号,日期,会员手机,菜金,服务费,赔付,人数,单价,会员余额,状态,实际收款\n"
    "1,2026-07-01,13800000001,100,10,0,2,50,900,已结账,110\n"
    "2,2026-07-02,13800000002,¥200.00,20,30,4,50,800,已结账,190\n"
    '3,2026-07-03,13800000001,"1,300",30,0,3,50,700,已结账,1330\n'
    "4,2026-07-04,13800000003,5000,500,0,2,50,600,作废,5500\n"
)


@pytest.fixture
def land(tmp_path):
    def landed(text, **choices):
        (tmp_path / "bills.csv").write_text(text, encoding="utf-8")
        warehouse = Warehouse(tmp_path / "warehouse.duckdb")
        report = import_file(warehouse, "s", tmp_path / "bills.csv", Choices(**choices))
        warehouse.close()
        return report
    return landed


def test_columns_of_money_beside_the_amount_are_summed_over_the_rows_that_count(land):
    report = land(TILL)
    assert report["amount"] == "1630.00"
    # the void bill is in none; covers, prices of a piece and balances are no money of a bill
    assert report["beside"] == {"菜金": "1600.00", "服务费": "60.00", "赔付": "30.00"}
    assert say_beside(report, "zh") == "文件里的其他金额列：菜金 ¥1,600.00，服务费 ¥60.00，赔付 ¥30.00。营业额按“实际收款”算。"


def test_dashes_for_nothing_do_not_hide_a_column_of_money(land):
    text = (
        "单号,日期,会员手机,酒水,现金补款,美团券,实收\n1,2026-07-01,13800000001,60,-,-,100\n2,2026-07-02,13800000002,-,50,—,200\n"
        "3,2026-07-03,13800000001,40,-,30,300\n"
    )
    assert land(text)["beside"] == {"酒水": "100.00", "现金补款": "50.00", "美团券": "30.00"}


def test_columns_that_are_added_up_are_the_amount_and_not_beside_it(land):
    text = (
        "单号,日期,会员手机,现金,微信,押金\n1,2026-07-01,13800000001,100,0,50\n2,2026-07-02,13800000002,0,200,0\n"
        "3,2026-07-03,13800000001,0,300,0\n"
    )
    report = land(text, added="add")
    assert (report["amount"], report["summed"], report["beside"]) == ("600.00", ["现金", "微信"], {"押金": "50.00"})
    assert say_beside(report, "en") == "Other columns of money: 押金 ¥50.00. Revenue is taken from “现金 + 微信”."


def test_a_file_without_other_money_says_nothing(land):
    report = land("日期,手机,金额,桌号\n2026-07-01,13800000001,100,8\n")
    assert (report["beside"], say_beside(report, "zh")) == ({}, "")


def test_texts_among_the_numbers_are_left_out_and_a_column_of_texts_is_no_money(land):
    report = land("日期,手机,金额,打包费,优惠\n2026-07-01,13800000001,100,5,八折\n2026-07-02,13800000001,50,免,九折\n2026-07-03,13800000001,50,2.5,无\n")
    assert Decimal(report["beside"]["打包费"]) == Decimal("7.50")
    assert list(report["beside"]) == ["打包费"]


def test_all_columns_of_money_are_said_most_first_and_no_numbers_of_receipts(land):
    report = land(
        "单号,日期,客户,实收金额,菜金,酒水,茶位费,服务费,包间费,打包费,配送费,开瓶费,欠款,Cash,重量,退款单,Payment receipt numbers\n"
        "1,2026-07-01,甲一,100,60,400.50,2,3,4,5,6,7,300,20.50,1.35,7001,9001\n2,2026-07-02,甲二,50,40,200.00,2,3,4,5,6,7,50,20.50,2.15,7002,9002\n"
    )
    assert list(report["beside"].items())[:4] == [("酒水", "600.50"), ("欠款", "350.00"), ("菜金", "100.00"), ("Cash", "41.00")]
    assert list(report["beside"])[4:] == ["开瓶费", "配送费", "打包费", "包间费", "服务费", "茶位费"]
    assert say_beside(report, "en", 2) == "Other columns of money: 酒水 ¥600.50, 欠款 ¥350.00. Revenue is taken from “实收金额”."
    assert say_rest_beside(report, "en", 8) == ("and 2 more", "服务费 ¥6.00, 茶位费 ¥4.00")


HOME = (  # each bill in what its guest paid, and in the money of the house
    "Invoice No,Date,Phone,Currency,Amount,Rate,{header}\nB0,2026-10-01,13811110000,HKD,200,1,200.00\n"
    "B1,2026-10-02,13811110001,USD,210,7.8,1638.00\nB2,2026-10-03,13811110002,CNY,220,1.1,242.00\n"
)


@pytest.mark.parametrize(("header", "currency"), [("Amount (HKD)", "HKD"), ("實收MOP", "MOP"), ("EUR Total", "EUR")])
def test_amounts_whose_header_names_a_currency_are_in_it_whatever_the_originals_are_in(land, header, currency):
    with pytest.raises(NeedsChoice) as caught:
        land(HOME.format(header=header))
    assert (caught.value.code, caught.value.values["known"]) == ("other_currency", currency)
    report = land(HOME.format(header=header), currency=currency)
    assert (report["amount"], report["bills"], report["mapping"]["amount"]) == ("2080.00", 3, header)


def test_amounts_whose_header_names_the_money_of_the_store_count_without_a_question(land):
    report = land(HOME.format(header="Total RMB"))
    assert (report["amount"], report["mapping"]["amount"], report["mapping"].get("currency")) == ("2080.00", "Total RMB", None)


def test_the_originals_count_where_a_person_wants_their_currency(land):
    report = land(HOME.format(header="Amount (HKD)"), currency="USD")
    assert (report["amount"], report["mapping"]["amount"]) == ("210.00", "Amount")
