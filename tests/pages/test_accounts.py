"""The tabs of Composition about money that is to come: figures by hand, what is missing, terms kept, a row that opens a customer."""

import pytest

from segmentation.ingest.land import import_file
from segmentation.settings.credit import credit_terms
from segmentation.warehouse import Warehouse
from tests.pages.driver import answers, as_seen, shown_figures

BILLS = (
    "账单号,日期,客户编号,客户,客户经理,金额,成本,支付方式\n1,2026-06-01,K1,财政局,王经理,100,40,挂账\n2,2026-08-20,K1,财政局,王经理,300,120,挂账\n"
    "3,2026-09-30,K2,远山,,200,80,微信\n"
)
PAYMENTS = "回款日期,客户编号,回款金额\n2026-09-10,K1,150.50\n"
LEDGER = "流水号,时间,会员卡号,类型,金额,卡内余额\nL1,2026-08-01 10:00,V1,充值,1000.00,1000\nL2,2026-09-01 12:30,V1,消费,188.25,811.75\n"


@pytest.fixture
def house(tmp_path, monkeypatch):
    path = tmp_path / "warehouse.duckdb"
    monkeypatch.setenv("CUSTOMER_GRADING_DB", str(path))

    def bring(*contents):
        warehouse = Warehouse(path)
        for number, content in enumerate(contents):
            (tmp_path / f"{number}.csv").write_text(content, encoding="utf-8")
            import_file(warehouse, "s", tmp_path / f"{number}.csv")
        warehouse.close()
        return path

    return bring


def figures(app):
    return [(each.label, each.value) for each in shown_figures(app)]


def test_receivables_by_age_with_terms_that_are_kept(house, open_page):
    path = house(BILLS, PAYMENTS)
    app = open_page("composition", "en", tab="receivables")
    assert answers(app) == ["¥249.50 is owed by 1 customer; ¥249.50 of it is overdue (100%)."]
    assert figures(app) == [
        ("Owed", "¥250"), ("Overdue", "¥250"), ("Over 90 days late", "¥0"), ("Over the limit", "0"), ("Received so far", "¥151"),
    ]
    app.number_input(key="term_days_1").set_value(60)
    app.number_input(key="credit_limit_1").set_value(200.0).run()
    app.button(key="save_terms").click().run()
    assert not app.exception
    assert answers(app) == ["¥249.50 is owed by 1 customer; nothing of it is overdue. Over the limit of ¥200.00: 1 customer."]
    assert dict(figures(app))["Over the limit"] == "1"
    warehouse = Warehouse(path)
    assert (credit_terms(warehouse, 1).term_days, credit_terms(warehouse, 1).limit) == (60, 200)
    warehouse.close()
    app.segmented_control(key="owed_list").set_value("ahead").run()
    assert not app.exception
    assert "Nobody." in [each.value for each in app.caption]


@pytest.mark.parametrize(("tab", "said"), [
    ("receivables", "Upload bills whose payment method or state says 挂账, and a file of payments (day, customer, amount)."),
    ("stored", "Upload the till's file of top-ups and card payments: its rows say 充值 and 消费, or how each bill was paid."),
])
def test_an_empty_tab_says_what_to_bring(house, open_page, tab, said):
    house("账单号,日期,客户编号,金额\n1,2026-09-01,K1,100\n")
    app = open_page("composition", "en", tab=tab)
    assert [each.value for each in app.info] == [said]
    assert app.button(key="go_upload").label == "Upload your file"


def test_indicators_of_the_last_whole_month_and_what_is_missing(house, open_page):
    house(BILLS, PAYMENTS)
    app = open_page("composition", "en", tab="indicators")
    assert answers(app)[0].startswith("Sep 2026: A customer who came spent ¥200.00. Customers: 1 new, 0 lost.")
    assert figures(app)[:2] == [("Sales per buying customer", "¥200.00"), ("Cash recovery", "175.3%")]
    [missing] = [each.value for each in app.markdown if each.value.startswith("- ")]
    assert "- Gross profit against target: needs a target of gross profit" in missing.replace("\\", "").splitlines()
    assert app.button(key="go_upload")


def test_stored_value_by_month_and_customer(house, open_page):
    house(LEDGER)
    app = open_page("composition", "zh", tab="stored")
    assert figures(app) == [("储值余额", "¥812"), ("其中沉睡", "¥0"), ("充值", "¥0"), ("消费", "¥188")]
    assert answers(app) == ["1位客户共有储值余额¥811.75，其中¥0.00属于超过60天没到店也没充值的客户。"]


def test_the_months_above_the_pictures_of_stored_value_are_those_that_are_drawn(house, open_page):
    ledger = "流水号,时间,会员卡号,类型,金额,卡内余额\n" + "".join(
        f"L{n},{2025 + n // 12}-{n % 12 + 1:02d}-05 10:00,V1,充值,100.00,{100 * (n + 1)}\n" for n in range(20)
    ) + "L99,2026-08-06 12:30,V1,消费,50.00,1950\n"
    house(ledger)
    app = open_page("composition", "en", tab="stored")
    told = [text for each in app.get("html") if "By month ·" in (text := as_seen(each.proto.body))]
    assert any("By month · Aug 2025 – 6 Aug 2026" in text for text in told), told  # thirteen of twenty months
