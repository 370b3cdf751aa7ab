"""What an order came to: its own total before its lines, and less what was let off and rounded off."""

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
