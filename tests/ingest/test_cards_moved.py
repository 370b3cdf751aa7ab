"""What moves a card: cells that say that there is nothing, gifts in a column of their own, top-ups taken back; worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from segmentation.ingest.batches import notices
from segmentation.language.errors import NeedsChoice
from segmentation.measures.revenue.stored_value import read_stored_value

HEAD = "交易时间,交易类型,会员卡号,姓名,消费金额,实收金额,储值余额变动,赠送余额变动,交易后储值余额\n"
# the first tops up 1,000 and is given 100, spends 268 and 240: 592; the second 2,000 and 300, spends 380: 1,920, then has 500 and 50
# put on and 300 paid back: 2,170
MOVES = (
    "2026-10-01 19:01,储值,660001,张伟,{no},{no},+1000.00,+100.00,1100.00\n2026-10-02 19:02,消费,660001,张伟,268,268,-268.00,+0.00,832.00\n"
    "2026-10-02 19:03,储值,660002,李建国,{no},{no},+2000.00,+300.00,2300.00\n2026-10-03 19:03,消费,660002,李建国,380,380,-380.00,+0.00,1920.00\n"
    "2026-10-04 19:04,消费,660001,张伟,240,240,-240.00,+0.00,592.00\n2026-10-05 19:05,消费,660003,赵一鸣,99,99,+0.00,+0.00,0.00\n"
    "2026-10-06 19:06,储值,660002,李建国,{no},{no},+500.00,+50.00,2470.00\n2026-10-07 19:07,退卡,660002,李建国,{no},{no},-300.00,+0.00,2170.00\n"
)
LEFT = {"660001": Decimal(592), "660002": Decimal(2170)}


def left(warehouse):
    rows = read_stored_value(warehouse, 1, date(2026, 10, 31), 60).customers.to_pylist()
    return {row["customer"]: row["balance"] for row in rows}


@pytest.mark.parametrize("no", ["-", "--", "—", "——", "–", "/", "无", "N/A", " - ", "", "0", "0.00"])
def test_a_cell_that_says_nothing_is_an_empty_one_and_what_was_put_on_the_card_lands(land, warehouse, no):
    report = land(HEAD + MOVES.format(no=no))
    assert (report["rejected"], report["bills"], report["amount"], report["top_ups"]) == (0, 4, "987.00", 4)
    assert left(warehouse) == LEFT
    assert "balances_differ" not in [notice.code for notice in notices(report)]


def test_a_sale_whose_amount_says_nothing_is_told_and_no_price_stands_in_for_it(land):
    """Nobody knows whether the second was free: its 38 are not counted, and neither is it a bill of 0."""
    rows = "1,2026-10-01,甲,面,1,20,20\n2,2026-10-01,乙,鱼,1,38,-\n3,2026-10-01,丙,汤,2,15,30\n"
    report = land("单号,日期,客户,菜品,数量,单价,金额\n" + rows)
    assert (report["rejected"], report["bills"], report["amount"]) == (1, 2, "50.00")


def test_what_is_void_or_not_paid_needs_no_amount(land):
    rows = "1,2026-10-01,甲,已结账,100\n2,2026-10-01,乙,作废,-\n3,2026-10-01,丙,未付,——\n"
    report = land("单号,日期,客户,状态,金额\n" + rows)
    assert (report["rejected"], report["skipped"], report["amount"]) == (0, {"void": 1, "unpaid": 1}, "100.00")


@pytest.mark.parametrize("backwards", [False, True])
def test_gifts_of_their_own_purse_are_on_the_card_whichever_way_the_rows_go(land, warehouse, backwards):
    rows = MOVES.format(no="0").splitlines(keepends=True)
    land(HEAD + "".join(rows[::-1] if backwards else rows))
    assert left(warehouse) == LEFT


def test_without_a_balance_two_purses_are_told_by_their_headers(land, warehouse):
    text = (HEAD + MOVES.format(no="-")).replace(",交易后储值余额", "")
    land("\n".join(line if at == 0 else line.rsplit(",", 1)[0] for at, line in enumerate(text.splitlines())) + "\n")
    assert left(warehouse) == LEFT


def test_a_gift_that_is_in_the_balance_s_change_already_is_not_added_twice(land, warehouse):
    """1,100 came on, 100 of it given; 300 spent: 800."""
    land(HEAD + "2026-10-01,储值,1,甲,0,0,1100,100,1100\n2026-10-02,消费,1,甲,300,300,-300,0,800\n2026-10-03,储值,1,甲,0,0,550,50,1350\n")
    assert left(warehouse) == {"1": Decimal(1350)}


def test_what_the_card_says_counts_before_what_was_paid_for_it(land, warehouse):
    """1,000 were paid, 1,100 are on the card; 600 of 1,000 left are spent from own money and 50 from the gift: 450."""
    land(HEAD + "2026-10-01,储值,1,甲,0,1000,1000,100,1100\n2026-10-02,消费,1,甲,650,650,-600,-50,450\n")
    assert left(warehouse) == {"1": Decimal(450)}


UNKNOWN = MOVES.format(no="-").replace("退卡", "特别处理")


def test_a_question_shows_the_money_that_a_card_moved_and_a_top_up_paid_back_can_be_said(land, warehouse):
    with pytest.raises(NeedsChoice) as asked:
        land(HEAD + UNKNOWN)
    assert "−¥300.00" in str(asked.value)
    assert "top_up_back" in str(asked.value)
    report = land(HEAD + UNKNOWN, meanings={"交易类型": {"特别处理": "top_up_back"}})
    assert (report["rejected"], report["amount"]) == (0, "987.00")
    assert left(warehouse) == LEFT


@pytest.mark.parametrize("word", ["退卡", "储值撤销", "撤销储值", "储值退回", "充值撤销", "充值退回", "退充"])
def test_words_for_a_top_up_taken_back_are_known(land, warehouse, word):
    land(HEAD + UNKNOWN.replace("特别处理", word))
    assert left(warehouse) == LEFT


def test_the_figures_of_a_balance_that_differs_stand_in_the_file(land):
    """After the first row 1,000 are left; 300 are spent, so 700, and the file says 650."""
    report = land(HEAD + "2026-10-01,储值,1,甲,0,0,1000,0,1000\n2026-10-02,消费,1,甲,300,300,-300,0,650\n")
    values = next(notice.values for notice in notices(report) if notice.code == "balances_differ")
    assert (values["example"], values["left"], values["start"], values["sum"]) == ("1", "¥650.00", "¥1,000.00", "¥700.00")
