"""Who paid tells what a bill came to; totals count in no question's money."""

from decimal import Decimal

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.examine import examine
from segmentation.ingest.questions import list_questions
from segmentation.language.errors import NeedsChoice

# 470 + 575 + 890 = 1,935 before 50 + 50; 420 + 575 were the customers', 840 the insurer's
_PAID = """单号,车主,结算日期,{gross},客户付款,保险付款,{off}
R1,叶峰,2026-11-03,470.00,420.00,0.00,50.00
R2,倪红,2026-11-04,575.00,575.00,0.00,0.00
R3,鼎盛物流,2026-11-05,890.00,0.00,840.00,50.00
合计,,,1935.00,995.00,840.00,100.00
"""


def _without_payers(gross, off):
    lines = _PAID.format(gross=gross, off=off).splitlines()
    return "".join(",".join((*line.split(",")[:4], line.split(",")[6])) + "\n" for line in lines)


@pytest.mark.parametrize("gross", ["应收", "应收合计", "应收总额", "合计应收", "应收金额"])
@pytest.mark.parametrize("off", ["优惠", "优惠金额", "让利", "折让", "抹零", "减免"])
def test_what_payers_paid_is_what_a_bill_came_to(bring, gross, off):
    bills, _ = bring(_PAID.format(gross=gross, off=off))
    assert bills == (3, "1835.00", 3)


@pytest.mark.parametrize("gross", ["应收", "应收合计", "应收总额", "合计应收"])
@pytest.mark.parametrize("off", ["优惠", "让利", "折让", "减免"])
def test_without_payers_is_asked_and_a_total_is_no_money(bring, gross, off):
    with pytest.raises(NeedsChoice) as asked:
        bring(_without_payers(gross, off))
    assert asked.value.code == "discounts_net"
    assert asked.value.values["money"] in (Decimal("100.00"), "¥100.00")
    assert bring(_without_payers(gross, off), discounts="gross")[0] == (3, "1835.00", 3)
    assert bring(_without_payers(gross, off), discounts="net")[0] == (3, "1935.00", 3)


def test_the_change_goes_off_what_was_handed_over(bring):
    text = "销售日期,小票号,会员姓名,应收,让利,医保个账,现金,找零\n"
    text += "2026-11-01,X1,M1,23.50,1.50,22.00,0.00,0.00\n2026-11-03,X2,M2,38.10,1.50,0.00,40.00,3.40\n"
    text += "2026-11-04,X3,M3,30.80,0.00,10.00,20.80,0.00\n"
    assert bring(text)[0][1] == "89.40"  # 22.00 + 36.60 + 30.80


def test_where_payers_paid_the_amount_the_discount_is_off_it(bring):
    text = "单号,客户,日期,应收合计,客户付款,保险付款,优惠\nR1,甲,2026-11-03,470,470,0,50\nR2,乙,2026-11-04,575,575,0,0\n"
    text += "R3,丙,2026-11-05,890,0,890,50\n"
    assert bring(text)[0][1] == "1935.00"


def test_totals_count_in_no_sum_of_columns(warehouse, tmp_path):
    path = tmp_path / "stays.csv"
    path.write_text("单号,客户,日期,房费,杂费\n1,甲,2026-11-01,200,20\n2,乙,2026-11-02,300,0\n合计,,,500,20\n", encoding="utf-8")
    found = examine(warehouse, "s", path, Choices())
    asked = {question.code: question for question in list_questions(found)}
    if "columns_summed" in asked:
        assert asked["columns_summed"].money == Decimal("20.00")
    else:
        assert found.amount == Decimal("520.00")
    found.close()
