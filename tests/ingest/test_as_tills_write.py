"""Files as tills and notebooks really write them: what nobody paid, cards in two columns, bills not settled yet. By hand."""

import pytest

from segmentation.ingest.kinds.bills.blank_names import FILL, WALK_IN
from segmentation.language.errors import NeedsChoice

CHECKS = (500, 510, 520, 530, 540, 550, 560, 570)


def checks(header, *ways):
    """Return a bill for each way of paying, of 500, 510, 520 …, under the header."""
    rows = (f"{1000 + n};{n + 1:02d}.11.2026;{CHECKS[n]},00;{way}\n" for n, way in enumerate(ways))
    return f"Номер чека;Дата;Сумма;{header}\n" + "".join(rows)


@pytest.mark.parametrize("header", ["Валюта", "Колонка 7", "结算方式", "Tender"])
@pytest.mark.parametrize(
    "nobody",
    ["Персонал (без выручки)", "За счёт заведения", "员工餐", "股东签单", "不计营收", "Staff", "Owner", "Entertainment", "No revenue",
     "Non-chargeable", "Personal", "Eigenverbrauch", "offert", "Invitación", "接待"],
)
def test_a_way_of_paying_by_which_the_house_paid_is_asked_about(bring, header, nobody):
    text = checks(header, "Наличные", "Visa", nobody, "Карта клуба", "СБП", "MasterCard", nobody, "Наличные")
    with pytest.raises(NeedsChoice) as asked:
        bring(text, walk_ins_only=True)
    assert asked.value.code == "meaning_open"
    assert asked.value.values["values"] == f"{header}:{nobody} (2, ¥1,080.00)"  # 520 and 560
    assert "the house paid" in asked.value.text("en")
    told, report = bring(text, walk_ins_only=True, meanings={header: {nobody: "void"}})
    assert told[:2] == (6, "3200.00")
    assert report["money"]["void"] == "1080.00"


@pytest.mark.parametrize("way", ["Personal cheque", "house account", "会员卡", "Master"])
def test_a_way_of_paying_by_which_a_guest_paid_is_no_question(bring, way):
    text = checks("Tender", "Cash", "Visa", way, "Cash", "Visa", way, "Cash", "Visa")
    assert bring(text, walk_ins_only=True)[0][:2] == (8, "4280.00")


KTV = [(100 + n, 200, n == 4) for n in range(1, 16)]  # cash, WeChat, whether it is not settled yet: the 4th of 15


def test_a_bill_that_is_not_settled_does_not_hide_which_column_is_the_whole(bring):
    rows = "".join(
        f"K{n},2026-11-{n:02d},客{n % 4},{0 if is_open else cash},{0 if is_open else wechat},{cash + wechat},"
        f"{'未结' if is_open else '已结'}\n" for n, (cash, wechat, is_open) in enumerate(KTV, 1)
    )
    told, report = bring("账单号,日期,会员,现金实收,微信实收,营业收入,状态\n" + rows)
    assert told == (14, "4316.00", 4)  # 15 · 300 + 120 − 304
    assert report["mapping"]["amount"] == "营业收入"
    assert report["money"]["unpaid"] == "304.00"


def test_what_is_on_account_counts_though_a_bill_is_not_settled(bring):
    rows = "".join(
        f"K{n},2026-11-{n:02d},客{n % 4},{300 + n},"
        + ("0,0,未结\n" if n == 4 else f"{250 + n if n % 5 == 0 else 300 + n},{50 if n % 5 == 0 else 0},已结\n")
        for n in range(1, 16)
    )
    told, report = bring("账单号,日期,会员,消费金额,实收金额,挂账金额,状态\n" + rows)
    assert told[1] == "4316.00"  # of which 150 on account
    assert report["money"]["unpaid"] == "304.00"


SPLIT = "账单号,日期,会员卡号,类型,充值金额,消费金额,现金,微信,{}\n" \
    "T1,2026-10-30,88001,充值,500,0,0,0,0,0\nA1,2026-11-01,88001,消费,0,145,0,0,{},45\n" \
    "A2,2026-11-02,88002,消费,0,200,200,0,0,0\nA4,2026-11-04,88002,消费,0,50,0,50,0,0\n"


@pytest.mark.parametrize(
    ("headers", "card"),
    [
        ("储值支付,赠送支付", 100), ("储值卡支付,赠金支付", 100), ("本金支付,赠送支付", 100), ("储值本金支付,储值赠送支付", 100),
        ("会员卡支付,赠送账户支付", 100), ("储值余额支付,赠送余额支付", 100), ("储值支付,赠送支付", 145),  # the gift is in it
    ],
)
def test_what_is_paid_from_gifts_goes_off_the_card(warehouse, land, headers, card):
    land(SPLIT.format(headers, card))
    told = "select bill_no, from_card from bills order by bill_no"
    assert warehouse.cursor().execute(told).fetchall() == [("A1", True), ("A2", False), ("A4", False)]
    off = "select sum(amount) from bills where from_card"
    assert str(warehouse.cursor().execute(off).fetchall()[0][0]) == "145.00"


MASKED = "账单号,日期,客户,手机号,金额\nA1,2026-11-01,,138****5678,100\nA2,2026-11-02,,13812345678,200\nA3,2026-11-03,,13900001111,300\n" \
    "A4,2026-11-04,王一,139xxxx1111,40\nA5,2026-11-05,,137****2222,120\nA6,2026-11-09,,13700002222,130\n" \
    "A7,2026-11-09,,13700012222,130\nA8,2026-11-10,,136****9999,60\nA9,2026-11-11,,138****5678,5\n"


def told_of(report, code):
    return [(notice["count"], notice["values"]) for notice in report["warnings"] if notice["code"] == code]


def test_masked_phones_that_fit_one_whole_number_are_told(bring):
    told, report = bring(MASKED)  # 137****2222 fits two numbers, 136****9999 none
    assert told_of(report, "masked_known") == [(2, {"lines": "3", "amount": "¥145.00", "mask": "138****5678"})]
    assert told == (9, "1085.00", 5)  # 王一 by his name, the other masked ones are walk-ins


def test_masked_phones_that_fit_one_number_of_the_store_are_told(land):
    land("账单号,日期,手机号,金额\nB1,2026-10-01,13612349999,10\nB2,2026-10-02,13612340000,20\nB3,2026-10-02,13612341111,20\n")
    assert told_of(land(MASKED), "masked_known") == [(3, {"lines": "4", "amount": "¥205.00", "mask": "138****5678"})]


NOTEBOOK = "日期,客人,包厢,金额\n2026-11-01,王总,兰厅,300\n,李姐,竹厅,120\n,,梅厅,480\n2026-11-03,李姐,兰厅,200\n,刘总,竹厅,180\n" \
    "2026-11-04,张哥,兰厅,500\n,老赵,竹厅,90\n2026-11-06,刘总,兰厅,260\n"


def test_a_row_of_a_notebook_without_a_name_is_asked_about(bring):
    with pytest.raises(NeedsChoice) as asked:
        bring(NOTEBOOK)
    assert (asked.value.code, asked.value.values) == ("blank_names", {"count": 1, "amount": "¥480.00"})


@pytest.mark.parametrize(("answer", "walk_ins"), [(WALK_IN, [(None, "480.00")]), (FILL, [])])
def test_a_row_without_a_name_is_a_walk_in_s_or_the_customer_s_above(warehouse, land, answer, walk_ins):
    report = land(NOTEBOOK, blank_names=answer)
    assert report["amount"] == "2130.00"
    told = warehouse.cursor().execute("select customer_key, amount::varchar from bills where customer_key is null").fetchall()
    assert told == walk_ins
    [(spent,)] = warehouse.cursor().execute("select sum(amount)::varchar from bills where customer_key = '李姐'").fetchall()
    assert spent == ("320.00" if answer == WALK_IN else "800.00")  # 120 + 200, and 480
    assert not told_of(report, "filled_down") or answer == FILL


def test_rows_blank_together_are_of_the_customer_above_without_a_question(bring):
    merged = "日期,客人,菜品,金额\n2026-11-01,王总,鱼,300\n,,茶,120\n,,酒,480\n2026-11-03,李姐,鱼,200\n,,茶,80\n"
    (_, amount, customers), report = bring(merged)  # the day is blank wherever the name is, and nowhere else
    assert (amount, customers) == ("1180.00", 2)
    assert [count for count, _ in told_of(report, "filled_down")] == [3]


RETURNS = "{head}TH1,2026-11-09,王总,100\nTH2,2026-11-10,李姐,50.5\nTH3,2026-11-11,张哥,30\n"


@pytest.mark.parametrize(
    ("name", "head"),
    [
        ("bills.csv", "退货单号,退货日期,客户,退款金额\n"), ("bills.csv", "退货单列表,,,\n单号,日期,客户,金额\n"),
        ("退货明细_20261112.csv", "单号,日期,客户,金额\n"), ("DanhSachTraHang_KV12112026.csv", "No,Date,Customer,Amount\n"),
        ("Returns 2026-11.csv", "No,Date,Customer,Amount\n"), ("bills.csv", "Return No,Return Date,Customer,Return Amount\n"),
    ],
)
def test_a_list_of_returns_is_taken_off_and_said(land, name, head):
    report = land(RETURNS.format(head=head), name)
    assert (report["amount"], report["money"]) == ("-180.50", {"refund": "180.50"})
    assert told_of(report, "list_of_refunds") == [(3, {"amount": "¥180.50"})]


@pytest.mark.parametrize("name", ["销售与退货明细.csv", "采购退货单.csv", "消费明细.csv"])
def test_a_list_of_other_things_is_none_of_returns(land, name):
    report = land(RETURNS.format(head="单号,日期,客户,金额\n"), name)
    assert report["amount"] == "180.50"
    assert not told_of(report, "list_of_refunds")


CONTRACTS = (
    "日期,合同号,客户,{0},金额\n2026-09-01,HT1,海天公司,{1},50000\n2026-09-03,HT1,海天公司,{2},20000\n2026-09-20,HT1,海天公司,{3},30000\n"
    "2026-09-05,HT2,云山酒店,{1},30000\n2026-09-06,HT2,云山酒店,{2},8000\n"
)


@pytest.mark.parametrize(
    "words", [("类型", "合同", "收款", "收款"), ("摘要", "合同额", "首付款", "尾款"), ("Entry", "Contract value", "Down payment", "Final payment")]
)
def test_a_contract_and_what_was_paid_of_it_are_never_both_revenue_without_a_question(bring, words):
    header, agreed, first, last = words
    with pytest.raises(NeedsChoice) as asked:
        bring(CONTRACTS.format(*words))
    assert asked.value.code == "meaning_open"
    meanings = {header: {agreed: "void", first: "sale", last: "sale"}}
    told, report = bring(CONTRACTS.format(*words), meanings=meanings)
    assert told[1:] == ("58000.00", 2)  # 20000 + 30000 + 8000
    assert report["money"]["void"] == "80000.00"


@pytest.mark.parametrize("values", [("合同", "零售", "零售"), ("签约", "散客", "协议")])
def test_customers_under_contract_are_no_question(bring, values):
    assert bring(CONTRACTS.format("客户类型", *values))[0][1:] == ("138000.00", 2)


@pytest.mark.parametrize(
    ("header", "yes", "no"), [("Чек удален", "Да", "Нет"), ("削除", "はい", "いいえ"), ("Đã hủy", "Yes", "No"), ("gelöscht", "ja", "nein")]
)
def test_a_flag_in_another_language_says_what_does_not_count(bring, header, yes, no):
    rows = "".join(f"{n},2026-11-{n:02d},Guest {n % 3},{100 * n},{yes if n == 4 else no}\n" for n in range(1, 9))
    told, report = bring(f"No,Date,Guest,Total,{header}\n{rows}")
    assert told[:2] == (7, "3200.00")  # 3600 less the 400 of the fourth
    assert report["money"]["void"] == "400.00"


@pytest.mark.parametrize("word", ["取消單", "取消单", "已取消", "作廢"])
def test_a_remark_that_says_nothing_but_that_a_bill_was_cancelled_leaves_it_out(bring, word):
    told, report = bring(f"單號,日期,客戶,金額,備註\nA1,2026-11-01,陳生,100,\nA2,2026-11-02,李太,250,{word}\nA3,2026-11-03,陳生,30,加位\n")
    assert (told[:2], report["money"]["void"]) == ((2, "130.00"), "250.00")


def test_vouchers_of_a_day_book_are_asked_about_by_their_type(bring):
    rows = "1,2026-11-01,Asha Stores,Sales,1000\n2,2026-11-02,Asha Stores,Receipt,400\n3,2026-11-03,Electricity,Payment,220\n4,2026-11-04,Birla,Purchase,90\n"
    with pytest.raises(NeedsChoice) as asked:
        bring("Vch No,Date,Customer,Vch Type,Amount\n" + rows)
    assert asked.value.values["values"] == "Vch Type:Receipt (1, ¥400.00)"
    told, report = bring("Vch No,Date,Customer,Vch Type,Amount\n" + rows, meanings={"Vch Type": {"Receipt": "repayment"}})
    assert (told[:2], report["money"]["expense"]) == ((1, "1000.00"), "310.00")  # 220 and 90
