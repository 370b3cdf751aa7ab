"""Amounts and refunds that the columns of a file prove, whatever their headers; refunds of orders that do not count."""

import pytest

OF_HOTEL = (  # 消费额 − 折扣额 = 实结金额; the business day wins over the moment of paying
    "账单号,账务日期,结账时间,消费额,折扣额,实结金额,宾客\nC1,2026-09-01,2026-09-02 00:20,300.00,0.00,300.00,陈志远\n"
    "C2,2026-09-01,2026-09-01 21:20,500.00,60.00,440.00,周敏\nC3,2026-09-02,2026-09-02 20:20,200.00,20.00,180.00,陈志远\n"
)
ODOO = (  # what was handed over, and the change of it
    "Order Ref,Date,Customer,Total,Paid,Returned\nShop/1,2026-09-01 12:00,Ann,43.50,100.00,-56.50\n"
    "Shop/2,2026-09-02 12:00,Bob,20.00,20.00,0.00\nShop/3,2026-09-03 12:00,Ann,31.00,31.00,0.00\n"
)
CLOVER = (
    "Order Date,Order ID,Order Total,Payments Total,Refunds Total,Customer Name,Payment State\n"
    "12-Sep-2026 07:31 PM EDT,K1,50.00,50.00,0.00,Ann,Paid\n13-Sep-2026 07:31 PM EDT,K2,40.00,40.00,8.00,Bob,Partially Refunded\n"
    "14-Sep-2026 01:31 PM EDT,K3,30.00,30.00,30.00,Cho,Refunded\n"
)
SENT_BACK = (  # 消费 − 优惠 = 实收 on every row: dishes were sent back before paying
    "营业日期,账单号,消费金额,退菜金额,优惠金额,实收金额,会员手机\n2026-09-01,1001,300,38,20,280,13910020031\n"
    "2026-09-01,1002,200,0,0,200,13822110042\n2026-09-02,1003,500,56,50,450,13733220053\n"
)
INVOICES = (  # with the tax, as guests paid it; decimal commas
    "Invoice no.;Invoice date;Guest;Net;VAT;Gross\nR1;2026-09-01;Nora;1.946,26;136,24;2.082,50\n"
    "R2;2026-09-02;Omar;354,67;24,83;379,50\nR3;2026-09-03;Nora;-100,00;-7,00;-107,00\n"
)
SHOP = (  # 3002 is void as a whole, and its refund is a row of its own; 3004 went back in part
    "Order ID,Parent Order ID,Order Type,Order Date,Order Status,Customer Email,Order Total\n"
    "3001,0,shop_order,2026-09-01 12:00,completed,ann@example.com,80.00\n3002,0,shop_order,2026-09-02 12:00,refunded,bob@example.com,45.00\n"
    "3003,3002,shop_order_refund,2026-09-03 12:00,completed,,-20.00\n3013,3002,shop_order_refund,2026-09-03 12:00,completed,,-25.00\n"
    "3004,0,shop_order,2026-09-04 12:00,completed,cho@example.com,60.00\n3005,3004,shop_order_refund,2026-09-05 12:00,completed,,-10.00\n"
    "3006,3001,shop_order,2026-09-06 12:00,processing,,30.00\n"
)


@pytest.mark.parametrize(
    ("text", "bills"),
    [
        (OF_HOTEL, [("2026-09-01", "周敏", "440.00"), ("2026-09-01", "陈志远", "300.00"), ("2026-09-02", "陈志远", "180.00")]),
        (ODOO, [("2026-09-01", "Ann", "43.50"), ("2026-09-02", "Bob", "20.00"), ("2026-09-03", "Ann", "31.00")]),
        (CLOVER, [("2026-09-12", "Ann", "50.00"), ("2026-09-13", "Bob", "32.00")]),
        (SENT_BACK, [("2026-09-01", "13822110042", "200.00"), ("2026-09-01", "13910020031", "280.00"),
                     ("2026-09-02", "13733220053", "450.00")]),
        (INVOICES, [("2026-09-01", "Nora", "2082.50"), ("2026-09-02", "Omar", "379.50"), ("2026-09-03", "Nora", "-107.00")]),
        (SHOP, [("2026-09-01", "ann@example.com", "80.00"), ("2026-09-04", "cho@example.com", "60.00"),
                ("2026-09-05", "cho@example.com", "-10.00"), ("2026-09-06", "ann@example.com", "30.00")]),
    ],
    ids=["hotel", "odoo", "clover", "sent back", "invoices", "shop"],
)
def test_what_bills_come_to(land, warehouse, text, bills):
    report = land(text)
    told = "select bill_date::varchar, customer_key, amount::varchar from bills where batch_id = $batch order by all"
    assert warehouse.cursor().execute(told, {"batch": report["batch"]}).fetchall() == bills


def test_money_beside_is_read_with_decimal_commas(land):
    assert land(INVOICES)["beside"] == {"Net": "2200.93"}  # 1946.26 + 354.67 − 100


def test_dishes_sent_back_come_off_where_a_person_says_so(land):
    assert land(SENT_BACK, refunds="gross")["amount"] == "836.00"  # 930 − 38 − 56

TAOBAO = (  # masked buyers, and what each is to pay is no account; a refund may be said in words
    "订单编号,买家会员名,买家应付货款,买家实际支付金额,订单状态,收货人姓名,联系手机,订单付款时间,退款金额\n"
    "41021,m**,254.00,254.00,交易成功,李**,1**********,2026-10-24 12:52,无退款申请\n"
    "41022,l**,169.00,169.00,交易成功,李**,1**********,2026-10-05 14:21,30.00\n"
    "41023,b**,254.00,254.00,交易成功,张**,1**********,2026-10-28 12:57,无退款申请\n"
    "41024,l**,169.00,169.00,交易成功,张**,1**********,2026-10-11 09:24,无退款申请\n"
)
CARDS = (  # 散客 on every bill, though a card says who it was
    "流水号,日期,客户,会员卡号,实收\n1,2026-10-01,散客,60002,100\n2,2026-10-02,散客,60003,50\n3,2026-10-03,散客,60002,30\n"
    "4,2026-10-03,散客,60003,20\n流水号,日期,客户,会员卡号,实收\n"
)


def test_masked_buyers_are_nobody_and_a_refund_is_taken_off(land, warehouse):
    assert land(TAOBAO)["amount"] == "816.00"  # 846 − 30
    told = "select count(*) from customers where not is_walk_in"
    assert warehouse.cursor().execute(told).fetchall() == [(0,)]


def test_a_card_says_who_it_was_where_a_walk_in_word_stands_on_every_bill(land, warehouse):
    land(CARDS)
    told = "select customer_key, sum(amount)::varchar from bills group by customer_key order by customer_key"
    assert warehouse.cursor().execute(told).fetchall() == [("60002", "130.00"), ("60003", "70.00")]


def test_who_buys_with_an_account_and_without_is_one_by_his_address(land, warehouse):
    land(
        "order_id,paid_date,status,order_total,refunded_total,customer_id,customer_email\n1,2026-10-01,wc-completed,117.00,0.00,20,a@x.com\n"
        "2,2026-10-02,wc-completed,30.00,10.00,0,b@x.com\n3,2026-10-03,wc-completed,50.00,0.00,0,a@x.com\n4,2026-10-04,wc-completed,5.00,0.00,21,c@x.com\n"
    )
    told = "select customer_key, sum(amount)::varchar from bills group by customer_key order by customer_key"
    assert warehouse.cursor().execute(told).fetchall() == [("a@x.com", "167.00"), ("b@x.com", "20.00"), ("c@x.com", "5.00")]


def test_gift_cards_sold_are_top_ups_and_lines_of_a_checkout_one_bill(land, warehouse):
    report = land(
        "Date,Checkout #,Customer,Customer Phone,Item Sold,Net Sales\n2026-10-03,70001,Hanna,2125550101,Gift Certificate,200.00\n"
        "2026-10-04,70002,Lou,2125550102,Cut,60.00\n2026-10-05,70003,Hanna,2125550101,Color,90.00\n2026-10-05,70003,Hanna,2125550101,Cut,30.00\n"
    )
    told = "select bill_no, sum(amount)::varchar from bills group by bill_no order by bill_no"
    assert warehouse.cursor().execute(told).fetchall() == [("70002", "60.00"), ("70003", "120.00")]
    assert report["money"]["top_up"] == "200.00"


def test_what_a_card_paid_is_no_top_up(land):
    report = land(
        "单号,日期,会员姓名,手机号,类型,实收金额,现金支付,储值扣减\n70001,2026-10-03,孟小曼,13812345601,充值,2000.00,2000.00,0.00\n"
        "70002,2026-10-04,白一鸣,13812345602,消费,60.00,60.00,0.00\n70003,2026-10-05,孟小曼,13812345601,消费,290.00,0.00,290.00\n"
        "70004,2026-10-06,孟小曼,13812345601,消费,190.00,100.00,90.00\n"
    )
    assert (report["amount"], report["money"]["top_up"]) == ("540.00", "2000.00")


def test_numbers_that_count_the_rows_name_no_bill_though_a_row_is_gone(land):
    head, rows = "NO.,消费日期,客人,手机,合计\n", [f"{n},2026-10-0{n},孟小曼,13812345601,{n}00\n" for n in range(1, 6)]
    assert [land(head + "".join(each), f"{len(each)}.csv", on_overlap="replace")["amount"] for each in (rows, rows[:2] + rows[3:])] == [
        "1500.00", "1200.00"
    ]
    assert land(head + "".join(rows[:2] + rows[3:]), "again.csv", on_overlap="replace")["mapping"].get("bill_no") is None


WITH_GIFTS = (
    "账单流水号,营业日期,客户,客户电话,{},{},营业收入\nZD01,2026-11-01,傅小满,13800001111,500.00,58.00,442.00\n"
    "ZD02,2026-11-02,骆青禾,13800002222,800.00,800.00,0.00\nZD03,2026-11-16,傅小满,13800001111,300.00,0.00,300.00\n"
)
ON_TOP = (  # 100 + 6 + 10 and 200 + 12 + 20
    "Check Number,Business Date,Guest Name,{},Tax Total,Auto Svc Chg,Check Total\n1,2026-11-01,Ann,100,6,10,116\n2,2026-11-02,Bob,200,12,20,232\n"
)


@pytest.mark.parametrize(
    ("text", "column", "amount"),
    [
        (WITH_GIFTS.format("消费总额", "赠送金额"), "营业收入", "742.00"),  # 442 + 0 + 300
        (WITH_GIFTS.format("消费金额", "赠菜金额"), "营业收入", "742.00"),
        (ON_TOP.format("Sub Total"), "Check Total", "348.00"),
        (ON_TOP.format("Net Sales"), "Net Sales", "300.00"),  # what the till itself calls what the house earned
        ("账单号,日期,客户,净额,税额,含税金额\n1,2026-11-01,甲,100,6,106\n2,2026-11-02,乙,200,12,212\n", "含税金额", "318.00"),
    ],
    ids=["gifts", "dishes given", "subtotal", "net sales", "净额"],
)
def test_what_was_paid_counts_without_gifts_and_with_what_comes_on_top_of_a_subtotal(bring, text, column, amount):
    (_, revenue, _), report = bring(text, on_account="paid")
    assert (report["mapping"]["amount"], revenue) == (column, amount)
    assert ("tax_inside" in [each["code"] for each in report["warnings"]]) == (column in ("Check Total", "含税金额"))
