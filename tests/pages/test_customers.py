from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from segmentation.settings.kept import save_scheme_settings
from segmentation.warehouse import Warehouse, open_default
from tests.grades import ABCD
from tests.houses import Bill, Profile
from tests.pages.conftest import APP, said
from tests.pages.driver import as_seen

AS_OF = date(2026, 9, 30)
# the worked example: visits, spend, days since the last visit
EXAMPLE = {
    "c01": (24, 96000, 3), "c02": (20, 30000, 5), "c03": (18, 88000, 9), "c04": (15, 24000, 2), "c05": (12, 60000, 20),
    "c06": (10, 12000, 14), "c07": (6, 54000, 31), "c08": (5, 7500, 40), "c09": (3, 45000, 55), "c10": (2, 2600, 60),
    "c11": (30, 120000, 61), "c12": (1, 900, 200),
}
BILLS = [
    Bill(customer, AS_OF - timedelta(days=away + visit), spend // visits if visit else spend - spend // visits * (visits - 1))
    for customer, (visits, spend, away) in EXAMPLE.items() for visit in range(visits)
]
PROFILES = [
    Profile("c01", name="<b>Ann</b>", module="政府", manager="Wang"), Profile("c05", name="$\\LaTeX$", module="政府"),
    Profile("c06", name="[six](javascript:x)", manager="Li"), Profile("c13", name="Nobody yet"),
]


@pytest.fixture
def page(house, open_page):
    house([*BILLS, Bill(None, AS_OF, 5000)], PROFILES)
    return lambda lang="en", **query: open_page("customers", lang, **query)


@pytest.fixture
def warehouse_says():
    """Let the bills of a customer say more than the literal house does."""

    def say(customer, room, said):
        values = {"customer": customer, "room": room, "headers": list(said), "cells": "\x1f".join(said.values())}
        with closing(open_default()) as warehouse, warehouse.writing() as cursor:
            cursor.execute("update bills set room = $room where customer_key = $customer", {n: values[n] for n in ("room", "customer")})
            cursor.execute("insert into bill_headers values (1, 1, $headers)", {"headers": values["headers"]})
            told = "insert into bill_cells by name select 1 as store_id, 1 as batch_id, line_no, 1 as headers_of, $cells as cells"
            cursor.execute(f"{told} from bills where customer_key = $customer", {n: values[n] for n in ("cells", "customer")})

    return say


def listed(app):
    return app.dataframe[0].value["customer"].tolist()


def test_everybody_is_listed_in_the_order_of_the_grades_and_walk_ins_are_not(page):
    app = page()
    assert as_seen(app.subheader[0].value) == "12 customers have bills in 365 days up to 30 Sep 2026 (bills cover 92 of 365 days): ¥540K"
    assert "13 listed: 12 with a bill in the window, 1 without" in said(app)
    assert listed(app) == ["c01", "c03", "c05", "c07", "c09", "c02", "c04", "c06", "c08", "c10", "c11", "c12", "c13"]
    tiers = [label for [label] in app.dataframe[0].value["tier"]]
    assert tiers[0] == "A · Loyal and valuable"
    assert tiers[-1] == "No visit yet"


def test_the_chinese_page_is_chinese(page):
    app = page("zh")
    assert as_seen(app.subheader[0].value) == "截至2026年9月30日的365天（365天里有92天有账单数据），有账单的客户12位，贡献 ¥54万"
    assert app.dataframe[0].value["tier"].iloc[0][0] == "A级 · 忠诚且贡献高"
    assert [box.label for box in app.multiselect] == ["客户分类", "客户经理"]


@pytest.mark.parametrize(
    ("query", "customers"),
    [
        ({"tier": ["A", "D"]}, ["c01", "c03", "c11", "c12"]),
        ({"tier": ""}, ["c13"]),
        ({"module": "政府"}, ["c01", "c05"]),
        ({"manager": "Li"}, ["c06"]),
        ({"days_from": "55", "days_to": "61"}, ["c09", "c10", "c11"]),
        ({"q": "LATEX"}, ["c05"]),
        ({"q": "C0", "tier": "B"}, ["c05", "c07", "c09"]),
    ],
)
def test_a_link_carries_the_filters(page, query, customers):
    app = page(**query)
    assert listed(app) == customers
    assert app.subheader[0].value.startswith(f"{len(customers)} of 13 customers")
    assert {name: app.query_params[name] for name in query} == query


@pytest.mark.parametrize(
    "query", [{"tier": "Z"}, {"days_from": "-3"}, {"days_to": "x"}, {"module": "nope"}, {"customer": "ghost"}]
)
def test_nonsense_in_the_address_is_passed_over(page, query):
    app = page(**query)
    assert len(listed(app)) == 13
    assert not set(query) & set(app.query_params)


def test_a_filter_goes_to_the_address_and_can_be_cleared(page):
    app = page()
    app.pills(key="filter_tiers").set_value(["A"]).run()
    assert listed(app) == ["c01", "c03"]
    assert app.query_params["tier"] == "A"
    app.text_input(key="filter_text").input("c03").run()
    assert listed(app) == ["c03"]
    app.button(key="clear_filters").click().run()
    assert len(listed(app)) == 13
    assert not {"tier", "q"} & set(app.query_params)


def test_filters_stay_when_one_comes_back(page):
    app = page()
    app.pills(key="filter_tiers").set_value(["A"]).run()
    app.switch_page("pages/overview/page.py").run()
    app.switch_page("pages/customers/page.py").run()
    assert listed(app) == ["c01", "c03"]


def test_the_list_is_sorted_over_all_pages(page):
    app = page()
    app.selectbox(key="sort").select("away").run()
    assert listed(app)[:3] == ["c12", "c11", "c10"]
    assert listed(app)[-1] == "c13"


def test_nobody_passes(page):
    app = page(q="no such name")
    assert app.info[0].value == "No customer passes these filters."
    assert not app.exception


def test_the_panel_says_why_and_what_would_lift(page):
    app = page(customer="c06")
    text = said(app)
    assert "Among 10 active customers: place 6 by visits, place 8 by contribution." in text
    assert "Up to B with ¥18,000.01 more spend." in text
    assert any(r"\[six\]\(javascript" in each.value for each in app.subheader)


def test_ranked_by_standard_list_and_panel_speak_of_the_average_per_table(house, open_page):
    opened = Warehouse(house([*BILLS, Bill(None, AS_OF, 5000)], PROFILES))  # a table a visit: c06 has the lowest average of the ten
    save_scheme_settings(opened, 1, ABCD, {"rank_by": "standard"})
    opened.close()
    app = open_page("customers", customer="c06")
    columns = app.dataframe[0].value.columns
    assert ("standard_rank" in columns, "contribution_rank" in columns) == (True, False)
    text = said(app)
    assert "Among 10 active customers: place 6 by visits, place 10 by average per table." in text
    assert "place 10 of 10" in text
    assert ":small[:gray[Average per table]]  \n**¥1,200.00**" in text
    assert "average of ¥" in text


def test_the_panel_speaks_chinese_and_has_advice(page):
    text = said(page("zh", customer="c01"))
    assert "在10位有效客户中，频次排第1，贡献额排第1。" in text
    assert "老板和总经理亲自维护" in text


def test_the_panel_has_the_latest_bills_as_the_till_wrote_them(page, warehouse_says):
    warehouse_says("c12", room="牡丹厅", said={"收银员": "小王", "amount": "七折"})
    app = page(customer="c12")
    bills = app.dataframe[-1].value
    assert bills.to_dict("records") == [
        {"bill_date": date(2026, 3, 14), "amount": Decimal("900.00"), "room": "牡丹厅", "tables": 1, "said:收银员": "小王", "said:amount": "七折"}
    ]
    assert any(each.label == "Latest bills, with all that the till wrote" for each in app.expander)
    assert not app.exception


@pytest.mark.parametrize("customer", EXAMPLE | {"c13": None})
def test_every_customer_has_a_panel(page, customer):
    app = page(customer=customer)
    assert app.query_params["customer"] == customer
    assert app.button(key="close_why")


def test_the_panel_closes(page):
    app = page(customer="c06")
    app.button(key="close_why").click().run()
    assert "customer" not in app.query_params
    assert "Among" not in said(app)


def test_a_house_of_walk_ins_says_what_is_missing(house, open_page):
    house([Bill(None, AS_OF, 100)])
    app = open_page("customers", "zh")
    assert app.info[0].value.startswith("账单里还没有记名客户")
    assert app.button(key="go_upload").label == "导入我的账单"


def test_words_that_a_picker_left_in_another_language_are_no_choice(house):
    house([Bill("K1", date(2026, 9, 1))])
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["lang"] = "en"
    for name in ("page_size", "sort"):
        app.session_state[name] = "每页50行"
    app.switch_page("pages/customers/page.py")
    app.run()
    assert not app.exception
    assert (app.selectbox(key="page_size").value, app.selectbox(key="sort").value) == (100, "grade")
