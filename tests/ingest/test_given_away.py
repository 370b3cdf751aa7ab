"""What is left of a bill after what was given away beside discounts: proven by the columns, whatever its header. By hand."""

from itertools import count

import pytest

from segmentation.ingest.examination import Choices
from segmentation.ingest.land import import_file
from segmentation.warehouse import Warehouse

HEAD = "账单流水号,营业日期,客户,客户电话,"
ENGLISH = "Check No,Date,Guest,"


def rows(*money, head=HEAD, names=("傅小满,13800001111", "骆青禾,13800002222")):
    """Return three bills, of the first guest, the second and the first again, under the headers that the money begins with."""
    days = ("2026-11-01", "2026-11-02", "2026-11-16")
    return head + "\n".join(
        [money[0], *(f"ZD0{n},{day},{names[n % 2]},{each}" for n, (day, each) in enumerate(zip(days, money[1:], strict=True)))]
    ) + "\n"


@pytest.fixture(scope="module")
def land(tmp_path_factory):
    """Import a literal text into a store of its own; return the report."""
    folder, stores = tmp_path_factory.mktemp("given"), count(1)
    path, opened = folder / "bills.csv", Warehouse(folder / "warehouse.duckdb")

    def _land(text):
        path.write_text(text, encoding="utf-8")
        return import_file(opened, f"s{next(stores)}", path, Choices())

    yield _land
    opened.close()


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        (rows("消费总额,赠送金额,营业收入", "500,58,442", "800,800,0", "300,0,300"), "742.00"),
        (rows("消费金额,赠菜金额,营业收入", "500,58,442", "800,800,0", "300,0,300"), "742.00"),
        (rows("消费总额,赠送金额,免单金额,营业收入", "500,58,0,442", "800,0,800,0", "300,0,0,300"), "742.00"),
        (rows("消费总额,赠送金额,折扣额,免单金额,营业收入", "500,58,50,0,392", "800,0,0,800,0", "300,0,30,0,270"), "662.00"),
        (rows("消费合计,招待金额,折扣金额,抹零,营收", "500,0,50,1,449", "800,800,0,0,0", "300,0,30,0,270"), "719.00"),
        (rows("消费金额,服务费,赠送金额,折扣金额,营业收入", "500,50,58,0,492", "800,80,0,80,800", "300,30,0,0,330"), "1622.00"),
        (rows("消费总额,赠送金额,折扣额,营业收入,支付方式", "500,58,50,392,会员卡", "800,0,0,800,微信", "300,0,30,270,现金"), "1462.00"),
        (rows("消费金额,赠送金额,折扣金额,应收金额", "500,58,50,392", "800,0,0,800", "300,0,30,270"), "1462.00"),
        (rows("消费总额,赠送金额,营业收入", "500,58,442", "-100,-20,-80", "300,0,300"), "662.00"),  # the second went back
        (rows("Gross Sales,Comps,Discounts,Revenue", "500,58,50,392", "800,800,0,0", "300,0,30,270", head=ENGLISH,
              names=("Ann", "Bob")), "662.00"),
        (rows("Amount,On the house,Turnover", "500,58,442", "800,800,0", "300,0,300", head=ENGLISH, names=("Ann", "Bob")), "742.00"),
    ],
)
def test_what_is_left_after_what_was_given_away_is_the_amount(land, text, amount):
    report = land(text)
    assert report["amount"] == amount
    assert report["money"].get("top_up") in (None, "0.00")  # given away with a bill paid by card: dishes, no top-up


def test_price_times_quantity_less_the_discount_is_no_question(land):
    text = "单号,日期,会员,商品名称,数量,单价,折扣,金额\nA1,2026-11-01,甲,茶,2,30.00,10.00,50.00\nA1,2026-11-01,甲,碗,1,20.00,0.00,20.00\n" \
        "A2,2026-11-03,乙,茶,3,30.00,5.00,85.00\n"
    assert land(text)["amount"] == "155.00"
