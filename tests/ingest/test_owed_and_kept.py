"""What was owed, kept, or put on cards beside what was sold. Expected values worked out by hand."""


import pytest

from segmentation.language.errors import NeedsChoice

SALES_OF_LINES = "Date,Receipt Number,Line Type,Customer Code,Total,Paid,Status,SKU\n"
ON_ACCOUNT_OF_LINES = SALES_OF_LINES + (
    "2026-09-03,1,Sale,A1,24,24,CLOSED,\n2026-09-03,1,Sale Line,,24,,CLOSED,C-1\n2026-09-03,1,Payment,,24,24,CLOSED,\n"
    "2026-09-04,2,Sale,B1,32,0,ONACCOUNT,\n2026-09-04,2,Sale Line,,32,,ONACCOUNT,C-2\n"
)
RETURN_OF_LINES = (
    "2026-09-05,3,Sale,A1,-20,-20,CLOSED,\n2026-09-05,3,Sale Line,,-20,,CLOSED,C-1\n2026-09-05,3,Payment,,-20,-20,CLOSED,\n"
)
ON_ACCOUNT_COUNTS = {"meanings": {"Status": {"ONACCOUNT": "sale"}}}
PARKED = "2026-09-06,4,Sale,B1,30,0,SAVED,\n2026-09-06,4,Sale Line,,30,,SAVED,C-2\n"
ON_ACCOUNT_FLAT = (
    "Receipt Number,Date,Customer Name,Total,Paid,Status\n1,2026-09-03,Ida Morgan,24,24,CLOSED\n"
    "2,2026-09-04,Paul Tennant,32,0,ONACCOUNT\n3,2026-09-05,Greta Lowe,20,20,CLOSED\n4,2026-09-06,Greta Lowe,-32,0,CLOSED\n"
)


@pytest.mark.parametrize(
    ("text", "choices", "came"),
    [
        pytest.param(ON_ACCOUNT_OF_LINES, {"on_account": "due"}, (2, "56.00", 2), id="24 paid and 32 owed"),
        pytest.param(ON_ACCOUNT_OF_LINES + RETURN_OF_LINES, {"on_account": "due"}, (3, "36.00", 2), id="less a return of 20"),
        pytest.param(ON_ACCOUNT_OF_LINES + RETURN_OF_LINES, {"on_account": "paid"}, (3, "4.00", 2), id="24 less 20, the rest was free"),
        pytest.param(ON_ACCOUNT_FLAT, {"on_account": "due"}, (4, "44.00", 3), id="24, 32 and 20 less a return of 32 not paid out yet"),
        pytest.param(ON_ACCOUNT_FLAT, {"on_account": "paid"}, (4, "44.00", 3), id="24 and 20"),
    ],
)
def test_bills_on_account_beside_returns(bring, text, choices, came):
    for said, asked_for in (({}, {"meaning_open"}), (ON_ACCOUNT_COUNTS, {"on_account", "paid_in_part"})):
        with pytest.raises(NeedsChoice) as asked:
            bring(text, **said)
        assert asked.value.code in asked_for
        assert "¥32.00" in asked.value.text("en")  # what is due, though nothing was paid
    assert bring(text, **ON_ACCOUNT_COUNTS, **choices)[0] == came


def test_an_unknown_state_says_the_money_that_hangs_on_it_though_nothing_was_paid(bring):
    with pytest.raises(NeedsChoice) as asked:
        bring(ON_ACCOUNT_OF_LINES + PARKED)
    assert "Status:ONACCOUNT (1, ¥32.00), Status:SAVED (1, ¥30.00)" in asked.value.text("en")
    meanings = {"Status": {"SAVED": "unpaid", "ONACCOUNT": "sale"}}
    told, report = bring(ON_ACCOUNT_OF_LINES + PARKED, on_account="due", meanings=meanings)
    assert told == (2, "56.00", 2)
    assert "filled_down" not in [each["code"] for each in report["warnings"]]  # the lines that were are left out


CARD_EVENTS = (
    "日期,顾客编号,顾客姓名,项目,操作师,耗卡金额,实收业绩,转卡业绩,退款金额\n"
    "2026-09-01,GK009,黎成林,养生卡,阿珍,-,2000,-,-\n2026-09-02,GK013,龚雨桐,养生卡,阿珍,-,2000,-,-\n"
    "2026-09-06,GK009,黎成林,肩颈护理,阿珍,148,-,-,-\n2026-09-07,GK013,龚雨桐,肩颈护理,阿珍,152,-,-,-\n"
    "2026-09-08,GK009,黎成林,转美容卡,阿珍,-,-,500,-\n2026-09-09,GK013,龚雨桐,退卡,阿珍,-,-,-,600\n"
)
CARD_BOOK = (
    "日期,凭证号,会员卡号,会员姓名,摘要,借方,贷方,余额\n"
    "2026-08-01,PZ1,CH1,黎成林,充值,,3000,3000\n2026-08-02,PZ2,CH2,龚雨桐,充值,,2000,2000\n"
    "2026-08-03,PZ3,CH1,黎成林,餐厅消费,253,,2747\n2026-08-04,PZ4,CH2,龚雨桐,赠送,,200,2200\n"
    "2026-08-05,PZ5,CH2,龚雨桐,球场消费,198,,2002\n2026-08-06,PZ6,CH1,黎成林,棋牌消费,100,,2647\n"
    "2026-08-07,PZ7,CH1,黎成林,冲正,-253,,2900\n2026-08-08,PZ8,CH2,龚雨桐,餐厅消费,50,,1952\n合计,,,,,348,5200,\n"
)


def _stored(report):
    return [(each["count"], each["values"]["amount"]) for each in report["warnings"] if each["code"] == "top_ups"]


@pytest.mark.parametrize("choices", [{}, {"mapping": {"amount": "耗卡金额", "customer_code": "顾客编号"}}])
def test_what_cards_paid_is_revenue_and_what_was_paid_for_them_is_stored(bring, choices):
    told, report = bring(CARD_EVENTS, **choices)
    assert told == (2, "300.00", 2)  # 148 and 152
    assert _stored(report) == [(3, "¥3,400.00")]  # 2000 twice, less 600 paid back
    assert report["skipped"] == {"moved": 1}
    assert [each["values"]["amount"] for each in report["warnings"] if each["code"] == "card_moves"] == ["¥500.00"]


def test_a_card_book_with_a_total_and_a_reversal_below_zero(bring):
    told, report = bring(CARD_BOOK)
    assert told == (5, "348.00", 2)  # 253, 198, 100 and 50, less 253
    assert _stored(report) == [(3, "¥5,200.00")]


BANQUETS = (
    "合同号,主家,联系电话,宴会日期,桌数,合同总额,首付,二付,尾款,结算金额,状态\n"
    "HT1,黎成林,13900172100,2026-09-02,10,19800,10000,5000,4800,19800,已结算\n"
    "HT2,龚雨桐,13900172113,2026-12-10,11,21780,10000,5000,,,已签约\nHT3,欧阳倩,13900172126,2026-12-11,12,23760,10000,,13760,,已签约\n"
    "HT4,邵建国,13900172139,2026-12-12,13,25740,10000,,,,已取消\n"
)
STAYS = (
    "Name,Email,Reservation Number,Amount Paid,Check in Date,Check out Date,Grand Total,Deposit,Balance Due,Status\n"
    "Tom Ash,r0@mail.test,5200000000,300,01/09/2026,03/09/2026,300,100,0,Checked Out\n"
    "Una Berg,r1@mail.test,5200000071,0,06/09/2026,08/09/2026,375,0,375,Cancelled\n"
    "Wyn Dale,r3@mail.test,5200000781,465,12/09/2026,14/09/2026,465,100,0,No Show\n"
    "Vic Cole,r2@mail.test,5200001207,100,20/12/2026,22/12/2026,555,100,455,Confirmed\n"
    "Tom Ash,r0@mail.test,5200001300,315,25/09/2026,27/09/2026,315,100,0,Checked Out\n"
)


def _held(report):
    return {each["code"]: (each["count"], each["values"]["money"]) for each in report["warnings"] if "money" in each["values"]}


def test_what_was_paid_of_contracts_that_are_not_earned_is_told(bring):
    told, report = bring(BANQUETS, meanings={"状态": {"已签约": "unpaid"}})
    assert (told, report["skipped"], report["rejected"]) == ((1, "19800.00", 1), {"unpaid": 2, "void": 1}, 0)
    # 15000 and 10000 of those to come, the last instalment being none; 10000 of the one that was cancelled
    assert _held(report) == {"paid_ahead": (2, "¥25,000.00"), "deposits_kept": (1, "¥10,000.00")}


def test_of_a_guest_who_did_not_come_all_that_he_paid_is_told(bring):
    told, report = bring(STAYS, date_order="dmy")
    assert told == (2, "615.00", 1)  # 300 and 315
    assert _held(report) == {"deposits_kept": (1, "¥465.00"), "paid_ahead": (1, "¥100.00")}


INVOICES = (
    "ContactName,InvoiceNumber,InvoiceDate,DueDate,Total,TaxTotal,Description,LineAmount,Status\n"
    "Acme,INV-1,2026-09-01,2026-10-01,748,48,Dinner,500,Awaiting Payment\nAcme,INV-1,2026-09-01,2026-10-01,748,48,Wine,200,Awaiting Payment\n"
    "Bolt,INV-2,2026-09-02,2026-10-02,300,20,Lunch,280,Paid\nAcme,INV-3,2026-09-03,2026-10-03,747,47,Dinner,300,Awaiting Payment\n"
    "Acme,INV-3,2026-09-03,2026-10-03,747,47,Wine,200,Awaiting Payment\nAcme,INV-3,2026-09-03,2026-10-03,747,47,Tea,200,Awaiting Payment\n"
)


def test_what_is_asked_of_repeated_totals_tells_what_would_count(bring):
    with pytest.raises(NeedsChoice) as caught:
        bring(INVOICES)
    assert "¥1,495.00" in caught.value.text("en")  # 748 + 747, and not 2 × 748 + 3 × 747
    (bills, revenue, _), report = bring(INVOICES, meanings={"Status": {"Awaiting Payment": "sale"}}, amounts="bill")
    assert (bills, revenue) == (3, "1795.00")
    assert report["beside"]["TaxTotal"] == "115.00"  # 48 + 20 + 47: each stands once a bill
    assert report["beside"]["LineAmount"] == "1680.00"


OF_ITEMS = (
    "账单号,日期,客户,菜品,数量,单价,应收,实收,支付方式,菜品状态\n1,2026-09-01,甲,鱼,1,100,300,300,现金,{}\n"
    "1,2026-09-01,甲,肉,1,200,300,300,现金,正常\n2,2026-09-01,乙,鱼,1,100,200,0,挂账,正常\n2,2026-09-01,乙,肉,1,100,200,0,挂账,正常\n"
    "3,2026-09-02,丙,鱼,1,100,400,400,现金,正常\n3,2026-09-02,丙,肉,1,300,400,400,现金,正常\n"
)


def test_a_bill_on_account_hides_no_repeated_totals_and_is_due_once(bring):
    assert bring(OF_ITEMS.format("正常"), on_account="paid")[0] == (3, "700.00", 3)  # 300 + 0 + 400
    assert bring(OF_ITEMS.format("正常"), on_account="due")[0] == (3, "900.00", 3)  # and 200, though both its rows say so


def test_a_dish_sent_back_takes_no_total_along(bring):
    void = {"meanings": {"菜品状态": {"已退菜": "void"}}}
    assert bring(OF_ITEMS.format("已退菜"), on_account="paid", **void)[0] == (3, "700.00", 3)  # its bill was still 300


def test_a_discount_on_each_row_of_a_bill_is_asked_about_once(bring):
    text = (
        "账单号,日期,客户,菜品,消费金额,优惠\n1,2026-09-01,甲,鱼,300,30\n1,2026-09-01,甲,肉,300,30\n"
        "3,2026-09-02,丙,鱼,400,20\n3,2026-09-02,丙,肉,400,20\n"
    )
    with pytest.raises(NeedsChoice) as caught:
        bring(text, amounts="bill")
    assert (caught.value.code, "¥50.00" in caught.value.text("en")) == ("discounts_net", True)  # 30 + 20
    assert bring(text, amounts="bill", discounts="gross")[0][1] == "650.00"
