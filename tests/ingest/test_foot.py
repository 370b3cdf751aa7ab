"""Totals that no word names, and rows that take back what is void. Expected values by hand."""

import pytest

from segmentation.ingest.kinds.bills.dates import find_dates
from segmentation.language.errors import NeedsChoice

CURRENCIES = (
    "單號,日期,會員號,幣種,應收,實收,狀態\nM1,2026-10-01,C1,MOP,1030,1030,完成\nM2,2026-10-01,C2,HKD,5000,4500,完成\n"
    "M3,2026-10-02,C3,MOP,300,300,完成\nM4,2026-10-03,C1,MOP,800,800,取消\nM5,2026-10-04,C2,HKD,1000,1000,完成\n"
    "合計,,,MOP,2130,2130,\n"
)
SAP = (
    ",Faktura,FkArt,Fakturadatum,Regulierer,Name 1,Nettowert,Storno\n"
    ",901,F2,2026-10-01,100200,Adler,1234.50,\n,902,F2,2026-10-02,100201,Bär,310.00,\n,903,RE,2026-10-03,100200,Adler,-134.50,\n"
    "{subtotal}"
    ",904,F2,2026-10-04,100202,Dachs,75.00,X\n,905,S1,2026-10-04,100202,Dachs,-75.00,\n,906,F2,2026-10-06,100203,Adler,200.00,\n"
    "{total}"
)


def test_a_second_total_that_names_only_its_currency_is_a_total(bring):
    with pytest.raises(NeedsChoice) as asked:
        bring(CURRENCIES + ",,,HKD,6000,5500,\n")
    assert "HKD 5,500.00" in str(asked.value)
    assert "MOP 1,330.00" in str(asked.value)
    came, report = bring(CURRENCIES + ",,,HKD,6000,5500,\n", currency="MOP")
    assert came == (2, "1330.00", 2)  # 1030 + 300; 800 is cancelled
    assert report["skipped"]["total"] == 2
    assert report["skipped"]["currency"] == 2


def test_a_row_below_a_total_that_is_no_sum_is_asked_about(bring):
    with pytest.raises(NeedsChoice, match=r"5,555\.00"):
        bring(CURRENCIES + ",,,HKD,6000,5555,\n", currency="MOP")
    came, report = bring(CURRENCIES + ",,,MOP,6000,5555,\n", currency="MOP", meanings={"狀態": {"": "sale"}})
    assert came == (2, "1330.00", 2)
    assert report["skipped"]["total"] == 1
    assert report["rejected"] == 1


@pytest.mark.parametrize("total", ["*,,,,,,1610.00,\n", ",,,,,,1610.00,\n"])
@pytest.mark.parametrize("subtotal", ["", "**,,,,,,1410.00,\n"])
def test_a_total_without_a_word_is_no_further_row_of_the_bill_above(bring, total, subtotal):
    came, report = bring(SAP.format(subtotal=subtotal, total=total))
    # 1234.50 + 310 − 134.50 + 200: the cancelled invoice 904 counts nothing, nor does 905, which takes it back
    assert came == (4, "1610.00", 3)
    assert report["skipped"] == {"void": 1, "reversed": 1, "total": 1 + bool(subtotal)}


def test_a_total_may_leave_out_what_is_void(bring):
    text = "单号,日期,会员号,金额,状态\n1,2026-09-01,V1,100,已结账\n2,2026-09-01,V2,70,已取消\n3,2026-09-02,V3,50,已结账\n"
    came, report = bring(text + "4,2026-09-03,V1,30,已结账\n5,2026-09-04,V2,20,已结账\n,,,200,\n")
    assert came == (4, "200.00", 3)
    assert report["skipped"] == {"void": 1, "total": 1}


def test_a_row_that_comes_to_one_void_bill_only_is_no_total(bring):
    text = "单号,日期,会员号,金额,方式,状态\n1,2026-09-01,V1,100,现金,已结账\n2,2026-09-01,V2,70,现金,已取消\n3,2026-09-02,V3,50,现金,已结账\n"
    came, _ = bring(text + "4,2026-09-03,V1,30,现金,已结账\n5,2026-09-04,V2,20,现金,已结账\n,,,70,微信,\n")
    assert came == (4, "270.00", 3)  # a second payment of the last bill: 100 + 50 + 30 + 20 + 70


def test_further_rows_of_a_bill_are_filled_down_as_before(bring):
    text = "单号,日期,会员号,菜品,金额\n1,2026-09-01,V1,鱼,100\n,,,汤,40\n2,2026-09-02,V2,鱼,60\n3,2026-09-02,V2,鱼,60\n,,,汤,20\n"
    came, _ = bring(text + "4,2026-09-03,V3,鱼,10\n,,,酒,280\n")
    assert came == (4, "570.00", 3)


def test_a_reversal_of_a_void_bill_is_told_from_a_refund_of_a_sale(bring):
    text = "单号,日期,会员号,金额,作废\n1,2026-09-01,V1,75,\n2,2026-09-01,V1,75,是\n3,2026-09-01,V1,-75,\n4,2026-09-02,V2,10,\n"
    assert bring(text)[0] == (3, "10.00", 2)  # 75 − 75: it may as well take back the bill that counts
    assert bring(text.replace("1,2026-09-01,V1,75,\n", ""))[0] == (1, "10.00", 1)
    other_day = text.replace("1,2026-09-01,V1,75,\n", "").replace("3,2026-09-01", "3,2026-09-02")
    assert bring(other_day)[0] == (2, "-65.00", 2)


def test_numbers_of_six_digits_are_no_spare_date():
    cells = [["01.10.2026", ""], ["100203", "100204"]]
    mapping = {}
    find_dates(mapping, ["fakturadatum", "regulierer"], cells)
    assert mapping == {"date": 0}
