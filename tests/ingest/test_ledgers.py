"""Ledgers of members' cards: what was put on, what was spent and what was paid back are told apart, and the balance is the file's."""

import pytest

from segmentation.ingest.batches import notices
from segmentation.ingest.examination import Choices
from segmentation.ingest.kinds.bills.ledger import find_ledger
from segmentation.ingest.land import import_file
from segmentation.warehouse import Warehouse

WAYS = (
    "卡号,姓名,手机,日期,摘要,存入,支出,余额\nC01,宁采莲,15933550011,2026-10-01,充值,1000.00,,1000.00\nC01,宁采莲,15933550011,2026-10-01,赠送,100.00,,1100.00\n"
    "C01,宁采莲,15933550011,2026-10-04,消费,,286.00,814.00\nC02,燕赤,15933550012,2026-10-05,充值,500.00,,500.00\n"
    "C02,燕赤,15933550012,2026-10-09,消费,,132.00,368.00\nC02,燕赤,15933550012,2026-10-12,退款,,368.00,0.00\n"
)
NEWEST_FIRST = (  # says no kind of line, and 0 where others are blank
    "Card No,Name,Date,Debit,Credit,Balance\nC02,Bob Quay,2026-10-09,132.00,0,368.00\nC02,Bob Quay,2026-10-05,0,500.00,500.00\n"
    "C01,Ann Poe,2026-10-04,286.00,0,814.00\nC01,Ann Poe,2026-10-01,0,\"1,100.00\",1100.00\n"
)
TOPPED_UP = (
    "会员卡号,时间,充值金额,消费金额,卡内余额\nC01,2026-10-01 10:00,1100,,1100\nC02,2026-10-05 10:00,500,,500\n"
    "C01,2026-10-04 19:00,,286,814\nC02,2026-10-09 19:00,,132,368\n"
)


@pytest.fixture
def bring(tmp_path):
    """Import a literal text into a new store; return its sales, its top-ups, what each card holds, and the report."""
    opened = Warehouse(tmp_path / "warehouse.duckdb")

    def _bring(text, **choices):
        path = tmp_path / "ledger.csv"
        path.write_text(text, encoding="utf-8")
        report = import_file(opened, "s", path, Choices(**choices))
        cursor = opened.cursor()
        sales = cursor.execute("select customer_key, amount::varchar from bills order by all").fetchall()
        stored = cursor.execute("select customer_key, sum(amount) as put from stored_value group by all").fetchall()
        spent = dict(cursor.execute("select customer_key, sum(amount) from bills where from_card group by all").fetchall())
        return sales, {key: str(put - spent.get(key, 0)) for key, put in sorted(stored)}, report

    _bring.warehouse = opened
    yield _bring
    opened.close()


@pytest.mark.parametrize(("text", "left"), [(WAYS, "0.00"), (NEWEST_FIRST, "368.00"), (TOPPED_UP, "368.00")])
def test_what_comes_onto_a_card_is_a_top_up_and_what_goes_off_is_spent(bring, text, left):
    sales, cards, report = bring(text)
    assert sales == [("C01", "286.00"), ("C02", "132.00")]
    assert cards == {"C01": "814.00", "C02": left}  # 1000 + 100 − 286; 500 − 132, and 368 paid back
    assert (report["rejected"], any(notice.code == "card_ledger" for notice in notices(report))) == (0, True)


def test_the_book_of_a_house_moves_one_balance_and_is_no_ledger_of_cards():
    folded = ["日期", "姓名", "收入", "支出", "余额"]
    rows = [["2026-10-01", "甲", "100", "", "100"], ["2026-10-02", "乙", "50", "", "150"], ["2026-10-03", "甲", "", "30", "120"]]
    assert find_ledger({"date": 0, "name": 1}, folded, [list(column) for column in zip(*rows, strict=True)]) is None


CLUB = (
    "流水号,时间,会员号,类型,充值金额,赠送金额,消费金额,本金支付,赠金支付,余额\n"
    "J1,2026-10-01,V1,充值,5000.00,800.00,,,,5800.00\nJ2,2026-10-03,V1,消费,,,1160.00,1000.00,160.00,4640.00\n"
    "J3,2026-10-05,V2,充值,3000.00,300.00,,,,3300.00\nJ4,2026-10-09,V2,消费,,,660.00,600.00,60.00,2640.00\n"
    "J5,2026-10-22,V3,消费,,,480.00,,,\n"
)
CLUB_IN_ENGLISH = (  # no balance, and one column of what the card paid
    "Receipt No,Date,Member No,Type,Top-up Amount,Bonus Amount,Amount,Gift Card Paid\nJ1,2026-10-01,V1,Top-up,5000,800,,\nJ2,2026-10-03,V1,Sale,,,1160,1160\n"
    "J3,2026-10-05,V2,Top-up,3000,300,,\nJ4,2026-10-09,V2,Sale,,,660,660\nJ5,2026-10-22,V3,Sale,,,480,0\n"
)


@pytest.mark.parametrize("text", [CLUB, CLUB_IN_ENGLISH])
def test_a_bonus_is_on_the_card_and_only_what_the_card_paid_goes_off_it(bring, text):
    sales, cards, _ = bring(text)
    assert sales == [("V1", "1160.00"), ("V2", "660.00"), ("V3", "480.00")]
    assert cards == {"V1": "4640.00", "V2": "2640.00"}  # 5800 − 1160, 3300 − 660; V3 paid in cash


def test_a_bonus_that_the_balance_does_not_hold_is_none_of_its_money(bring):
    text = CLUB.replace(",5800.00", ",5000.00").replace(",4640.00", ",3840.00").replace(",3300.00", ",3000.00").replace(",2640.00", ",2340.00")
    assert bring(text)[1] == {"V1": "3840.00", "V2": "2340.00"}  # points or vouchers: 5000 − 1160, 3000 − 660


def test_of_a_bill_that_the_card_paid_in_part_what_is_left_is_not_known(bring):
    bring(CLUB.replace("1160.00,1000.00,160.00", "1160.00,700.00,160.00"))
    told = bring.warehouse.cursor().execute("select customer_key, from_card from bills order by 1").fetchall()
    assert told == [("V1", None), ("V2", True), ("V3", False)]
