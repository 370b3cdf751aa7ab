"""What is owed, in a column of its own: counted at its bill or as it comes in, and known to receivables either way."""

from datetime import date

import pytest

from segmentation.language.errors import NeedsChoice
from segmentation.measures.revenue.receivables import read_receivables

# 3,000 + 5,000 + 280 paid at once; 4,500 + 13,000 owed; 4,500 + 2,000 of it came later
_CLINIC = """就诊日期,患者姓名,治疗项目,应收金额,折扣金额,实收金额,{owed},收费类型
2026-11-03,贺强,种植体一期,8000,500,3000,4500,收费
2026-11-06,龚洁,正畸,18000,0,5000,13000,收费
2026-11-07,夏琳,洗牙,280,0,280,0,收费
2026-11-16,贺强,补交欠费,0,0,4500,-4500,还欠费
2026-11-20,龚洁,补交欠费,0,0,2000,-2000,还欠费
合计,,,26280,500,14780,11000,
"""
_MEANT = {"收费类型": {"收费": "sale", "还欠费": "repayment"}}
_OWED = ("欠费金额", "欠费", "欠款", "未付", "未付金额", "尾款", "未收款")


def _owed(warehouse):
    store = warehouse.cursor().execute("select store_id from stores where name = 's'").fetchall()[0][0]
    rows = read_receivables(warehouse, store, date(2026, 11, 30)).customers.to_pylist()
    return {row["customer"]: str(row["receivable"]) for row in rows}


def _revenue(warehouse):
    return str(warehouse.cursor().execute("select sum(amount) from bills where replaced_by is null").fetchall()[0][0])


@pytest.mark.parametrize("owed", _OWED)
def test_what_is_owed_counts_at_its_bill_and_its_payments_do_not(warehouse, land, owed):
    land(_CLINIC.format(owed=owed), meanings=_MEANT, on_account="due")
    assert _revenue(warehouse) == "25780.00"  # 7,500 + 18,000 + 280
    assert _owed(warehouse) == {"龚洁": "11000.00", "贺强": "0.00"}


@pytest.mark.parametrize("owed", _OWED)
def test_or_money_counts_as_it_comes_in(warehouse, land, owed):
    report = land(_CLINIC.format(owed=owed), meanings=_MEANT, on_account="paid")
    assert _revenue(warehouse) == "14780.00"  # the foot of 实收金额
    assert _owed(warehouse) == {}
    assert "repayments_count" in {notice["code"] for notice in report["warnings"]}


def test_it_is_asked(land):
    with pytest.raises(NeedsChoice) as asked:
        land(_CLINIC.format(owed="欠费金额"), meanings=_MEANT)
    assert asked.value.code == "owed_beside"


def test_what_was_signed_for_within_the_amounts_is_owed(warehouse, land):
    land("账单号,日期,姓名,实收金额,现金,微信,挂账\n1,2026-11-01,高歌,200,0,200,0\n2,2026-11-05,康达公司,324,0,0,324\n"
         "3,2026-11-06,毕胜,355,355,0,0\n4,2026-11-11,康达公司,490,90,0,400\n合计,,,1369,445,200,724\n")
    assert _revenue(warehouse) == "1369.00"
    assert _owed(warehouse) == {"康达公司": "724.00"}


def test_a_book_of_sales_with_what_was_paid_and_what_is_owed(warehouse, land):
    land("日期,客户,货品,金额,已付,欠款\n2026-11-01,老范,铁观音,360,0,360\n2026-11-02,刘总,大红袍,680,680,\n"
         "2026-11-03,老范,茉莉花,270,100,170\n2026-11-08,刘总,普洱饼,1300,300,1000\n2026-11-15,刘总,退普洱1饼,-260,,-260\n")
    assert _revenue(warehouse) == "2350.00"
    assert _owed(warehouse) == {"老范": "530.00", "刘总": "740.00"}


def test_a_running_balance_is_not_what_a_bill_left(warehouse, land):
    land("日期,客户,实收金额,现金,微信,欠款\n2026-11-01,老范,100,100,0,500\n2026-11-02,刘总,80,0,80,30\n2026-11-03,老范,60,60,0,500\n")
    assert _revenue(warehouse) == "240.00"
    assert _owed(warehouse) == {}


def test_a_bill_of_several_rows_owes_what_they_say_together(warehouse, land):
    land("单号,日期,客户,商品,金额,现金,挂账\n1,2026-11-01,甲,茶,100,40,60\n1,2026-11-01,甲,水,50,20,30\n2,2026-11-02,乙,茶,70,70,0\n")
    assert _revenue(warehouse) == "220.00"
    assert _owed(warehouse) == {"甲": "90.00"}
