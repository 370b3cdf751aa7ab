"""What an order came to: its own total before its lines, and less what was let off and rounded off."""

from contextlib import closing

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.language.errors import NeedsChoice
from segmentation.warehouse import Warehouse


@pytest.fixture
def bring(tmp_path):
    """Import a literal text into a new store; return its bills, their names and the report."""
    opened = Warehouse(tmp_path / "warehouse.duckdb")

    def _bring(text, **choices):
        path = tmp_path / "bills.csv"
        path.write_text(text, encoding="utf-8")
        report = import_file(opened, "s", path, Choices(**choices))
        told = "select bill_no, amount::varchar, name from bills left join customers using (store_id, customer_key) order by 1"
        return opened.cursor().execute(told).fetchall(), report

    yield _bring
    opened.close()


WOO = (
    "Order Number,Order Status,Order Date,First Name (Billing),Last Name (Billing),Phone (Billing),Item #,Name,Quantity,"
    "Order Line Total,Cart Discount Amount,Order Subtotal Amount,Order Shipping Amount,Order Refund Amount,Order Total Amount\n"
    "9001,Completed,2026-10-01 10:00,Ida,Orr,5551110001,1,Soap,2,20.00,0.00,50.00,5.00,0.00,55.00\n"
    "9001,Completed,2026-10-01 10:00,Ida,Orr,5551110001,2,Oil,1,30.00,0.00,50.00,5.00,0.00,55.00\n"
    "9002,Processing,2026-10-02 10:00,Jon,Paz,5551110002,1,Wax,1,70.00,10.00,80.00,0.00,20.00,70.00\n"
    "9003,Refunded,2026-10-03 10:00,Kim,Qu,5551110003,1,Wax,1,70.00,0.00,70.00,0.00,70.00,70.00\n"
    "9005,Completed,2026-10-04 10:00,Ida,Orr,5551110001,1,Jar,1,15.00,0.00,30.00,0.00,0.00,30.00\n"
    "9005,Completed,2026-10-04 10:00,Ida,Orr,5551110001,2,Lid,1,15.00,0.00,30.00,0.00,0.00,30.00\n"
)


def test_the_total_of_an_order_counts_with_its_shipping_and_its_buyer_has_a_name(bring):
    bills, report = bring(WOO)  # 20 of 9002 went back; 9003 went back whole
    assert bills == [("9001", "55.00", "Ida Orr"), ("9002", "50.00", "Jon Paz"), ("9005", "30.00", "Ida Orr")]
    assert report["mapping"]["product"] == "Name"


def test_a_question_about_repeated_amounts_says_how_much_hangs_on_it(bring):
    text = "单号,日期,客户,菜品,金额\n1,2026-10-01,甲,鱼,298\n1,2026-10-01,甲,茶,298\n1,2026-10-01,甲,饭,298\n2,2026-10-02,乙,鸭,338\n2,2026-10-02,乙,饭,338\n"
    with pytest.raises(NeedsChoice) as caught:
        bring(text)
    assert (caught.value.code, "¥934.00" in caught.value.text("en")) == ("amounts_repeat", True)  # 2 × 298 + 338


HEAD = "账单号,日期,姓名,消费金额,优惠金额,抹零\n"
BEFORE = HEAD + "1,2026-10-01,甲,300.50,30.00,0.50\n2,2026-10-01,乙,500.00,0.00,0.00\n3,2026-10-03,甲,200.80,20.00,0.80\n"
AFTER = HEAD + "1,2026-10-01,甲,270,30.00,0.50\n2,2026-10-01,乙,500.00,0.00,0.00\n3,2026-10-03,甲,180,20.00,0.80\n"
ALONE = "账单号,日期,姓名,应收,抹零\n1,2026-10-01,甲,300.50,0.50\n2,2026-10-03,乙,200.80,-0.80\n"
PAID = (  # due − discount − rounded off = paid
    "账单号,日期,姓名,应收金额,优惠金额,抹零金额,实收金额\n1,2026-10-01,甲,300.50,30.00,0.50,270.00\n2,2026-10-03,乙,200.80,20.00,0.80,180.00\n"
)
UNSURE = HEAD + "1,2026-10-01,甲,300.50,30.00,0.25\n2,2026-10-03,乙,200.80,20.00,0.10\n"


@pytest.mark.parametrize(
    ("text", "amounts"),
    [(BEFORE, ["270.00", "500.00", "180.00"]), (AFTER, ["270.00", "500.00", "180.00"]), (ALONE, ["300.00", "200.00"]), (PAID, ["270.00", "180.00"])],
)
def test_what_was_rounded_off_is_taken_off_where_round_sums_show_that_it_was_not(bring, text, amounts):
    assert [amount for _, amount, _ in bring(text)[0]] == amounts


def test_where_nothing_shows_it_the_question_names_both_columns_and_their_money(bring):
    with pytest.raises(NeedsChoice) as caught:
        bring(UNSURE)
    told = caught.value.text("zh")
    assert (caught.value.code, "优惠金额 + 抹零" in told, "50.35" in told) == ("discounts_net", True, True)
    assert [amount for _, amount, _ in bring(UNSURE, discounts="gross")[0]] == ["270.25", "180.70"]


EXCHANGED = (  # nothing but the number of another bill tells that two rows took money back
    "小票号,时间,会员卡号,姓名,金额,{original}\nA1,2026-10-02 10:10,5501,农艳,268.00,\nA2,2026-10-03 15:22,5502,巩俊,1380.00,{own}\n"
    "A3,2026-10-05 09:48,5502,巩俊,380.00,A2\nA4,2026-10-09 17:31,5503,计小兰,96.00,\nA5,2026-10-12 16:00,5503,计小兰,96.00,A4\n"
)


@pytest.mark.parametrize("own", ["", "A2"])  # a bill that names itself names no other
@pytest.mark.parametrize("original", ["原单号", "原小票号", "原销售单号", "Original Receipt No"])
def test_rows_that_name_another_bill_are_asked_about_with_their_money(bring, original, own):
    text = EXCHANGED.format(original=original, own=own)
    with pytest.raises(NeedsChoice) as caught:
        bring(text)
    told = caught.value.text("en")
    assert (caught.value.code, "2 rows (¥476.00)" in told, f"{original}:*=refund" in told) == ("meaning_open", True, True)
    bills, _ = bring(text, meanings={original: {"*": "refund"}})
    assert [amount for _, amount, _ in bills] == ["268.00", "1380.00", "-380.00", "96.00", "-96.00"]


@pytest.mark.parametrize("text", [EXCHANGED.replace(",380.00,", ",-380.00,").replace("96.00,A4", "-96.00,A4"), EXCHANGED.replace(",A2\n", ",\n").replace(",A4\n", ",\n")])
def test_rows_below_zero_and_rows_that_name_none_are_not_asked_about(bring, text):
    bills, _ = bring(text.format(original="原单号", own=""))
    assert [abs(float(amount)) for _, amount, _ in bills] == [268, 1380, 380, 96, 96]


def test_a_refund_that_names_nobody_is_of_the_customer_whose_bill_it_names(tmp_path):
    """A3 names nobody and A5 a walk-in; A6 takes back a bill of the file before, A7 one that nobody knows."""
    head = "小票号,时间,会员姓名,手机,金额,原单号,类型\n"
    first = head + "A1,2026-10-02,农艳,13900000001,268.00,,销售\nA2,2026-10-03,巩俊,13900000002,1380.00,,销售\nA3,2026-10-05,,,-380.00,A2,退货\n"
    second = head + (
        "A4,2026-10-09,计小兰,13900000003,96.00,,销售\nA5,2026-10-12,散客,,-96.00,A4,退货\nA6,2026-10-13,,,-68.00,A1,退货\n"
        "A7,2026-10-13,,,-5.00,Z9,退货\n"
    )
    with closing(Warehouse(tmp_path / "warehouse.duckdb")) as opened:
        for name, text in (("first", first), ("second", second)):
            path = tmp_path / f"{name}.csv"
            path.write_text(text, encoding="utf-8")
            import_file(opened, "s", path)
        told = (
            "select right(customer_key, 1) || coalesce(min(customers.name), ''), sum(amount)::varchar from bills "
            "left join customers using (store_id, customer_key) group by customer_key order by 1 nulls last"
        )
        assert opened.cursor().execute(told).fetchall() == [
            ("1农艳", "200.00"), ("2巩俊", "1000.00"), ("3计小兰", "0.00"), (None, "-5.00"),
        ]


AMAZON = (
    "amazon-order-id,purchase-date,order-status,product-name,quantity,currency,item-price,{},ship-promotion-discount\n"
    "111-1,2026-10-01T10:00:00+00:00,Shipped,Tea,1,CNY,50.00,5.00,2.00\n111-2,2026-10-02T10:00:00+00:00,Shipped,Tea,1,CNY,60.00,,\n"
    "111-3,2026-10-03T10:00:00+00:00,Shipped,Mug,1,CNY,70.00,3.00,\n111-3,2026-10-03T10:00:00+00:00,Shipped,Cup,1,CNY,40.00,3.00,\n"
)


def test_what_was_let_off_the_price_of_an_item_is_taken_off_line_by_line_and_other_money_is_told_though_mostly_blank(bring):
    bills, report = bring(AMAZON.format("item-promotion-discount"), walk_ins_only=True)
    assert [amount for _, amount, _ in bills] == ["45.00", "60.00", "104.00"]  # 3.00 off each of two items
    assert report["beside"] == {"ship-promotion-discount": "2.00"}


def test_amounts_that_are_worked_out_by_price_are_told(bring):
    bills, report = bring("日期,单号,客户名称,品名,数量,单价\n2026-10-01,1,甲,小种,3,45\n2026-10-02,2,乙,龙井,2,210.5\n")
    assert [amount for _, amount, _ in bills] == ["135.00", "421.00"]
    told = next(each for each in report["warnings"] if each["code"] == "amounts_of_prices")
    assert (told["count"], told["values"]) == (2, {"quantity": "数量", "price": "单价"})


def test_a_receiver_is_not_the_name_of_the_buyer_whose_phone_is_known(bring):
    rows = "".join(f"E{day},2026-10-0{day},50,{name},1380000000{day},13911112222\n" for day, name in enumerate(("赵一", "钱二", "孙三", "李四", "周五"), 1))
    head = "订单号,订单创建时间,订单实收金额,收货人/提货人,收货人手机号/提货人手机号,买家手机号\n"
    bills, report = bring(head + rows + "E6,2026-10-06,70,吴六,13800000006,13922223333\n")
    assert ({name for *_, name in bills}, report["customers"]) == ({None}, 2)
