import json
from datetime import date, datetime, timedelta

import pytest

import pages.shared.opening
from segmentation.settings.plans import SET, save_plan
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile
from tests.pages.conftest import said
from tests.pages.driver import as_seen, shown_figures

AS_OF = date(2026, 9, 30)
# a and b active since August, c new in September, d asleep since September, e long asleep; 40 of 100 are walk-ins'
BILLS = [
    Bill("a", AS_OF, 3000), Bill("a", date(2026, 8, 20), 1000), Bill("b", date(2026, 8, 15), 1000),
    Bill("c", date(2026, 9, 10), 500), Bill("d", date(2026, 7, 10), 400), Bill("e", date(2026, 2, 1), 100),
    Bill(None, date(2026, 9, 5), 2500), Bill(None, date(2026, 8, 5), 1500),
]
PROFILES = [Profile("d", name="<b>Dora</b>", manager="Wang"), Profile("f", name="Frieda")]
WALK_INS = [Bill(None, AS_OF - timedelta(days=n), 100) for n in range(40)]


def figures(app):
    return {metric.label: (metric.value, metric.delta) for metric in shown_figures(app)}


def test_the_first_start_offers_the_samples_and_the_upload(house, open_page):
    house()
    app = open_page()
    assert [button.key for button in app.button] == ["load_samples", "go_upload"]
    assert [button.label for button in open_page(lang="zh").button] == ["载入示例门店", "导入我的账单"]


def test_the_answer_stands_first_in_english(house, open_page):
    house(BILLS, PROFILES)
    app = open_page()
    assert app.title[0].value == "Overview"
    assert as_seen(app.subheader[0].value) == (
        "Sep brought ¥6K, 71.4% more than Aug. One A customer brings 40% of the whole revenue."
    )
    assert figures(app) == {
        "Revenue, Sep": ("¥6K", "▲ 71.4%"), "Customers": ("5", "▲ 1"), "Active": ("3", "＝ unchanged"),
        "Identified share, Sep": ("58.3%", "▲ 1.2 pts"), "Fell asleep in Sep": ("1", ""),
    }
    assert [metric.against for metric in shown_figures(app)] == [
        "Aug ¥3.5K", "new in Sep", "end of Aug 3", "Aug 57.1%", "had brought ¥400",
    ]
    assert "Fell asleep in Sep: one customer who had brought ¥400" in said(app)
    assert "3 active before Sep 2026 − 1 fell asleep + 0 came back + 1 new = 3 active" in said(app)


def test_who_plans_sees_how_far_the_month_is_and_whom_to_call(house, open_page):
    path = house(BILLS, [*PROFILES, Profile("a", name="Ann", manager="Wang")])
    assert "target" not in said(open_page())
    pages.shared.opening.forget_warehouses()
    warehouse = Warehouse(path)
    row = {"manager": "Wang", "tier": "A", "customers": 1, "frequency": 1, "bookings": 1, "standard": 4000, "revenue": 4000}
    save_plan(warehouse, 1, date(2026, 9, 1), [row], SET, datetime(2026, 8, 31, 18))
    warehouse.close()
    assert "Sep target of known customers ¥4K: ¥3K done, 75%" in said(open_page())  # c, new in September, is in no plan
    assert "9月老客户目标¥4,000，已做¥3,000（75%）" in said(open_page(lang="zh"))


def test_the_answer_stands_first_in_chinese(house, open_page):
    house(BILLS, PROFILES)
    app = open_page(lang="zh")
    assert app.title[0].value == "经营概览"
    assert as_seen(app.subheader[0].value) == (
        "9月营收¥6,000，比8月多71.4%。1位A级客户，占总营收的40%。"
    )
    assert figures(app)["9月营收"] == ("¥6,000", "▲ 71.4%")
    assert "A级客户占总营收的40%" in said(app)
    assert "顾问的经验值" in said(app)


def test_in_the_first_month_of_bills_nobody_is_called_new(house, open_page):
    house([Bill("a", AS_OF, 300), Bill("b", date(2026, 9, 10), 100), Bill(None, date(2026, 9, 5), 50)])
    app = open_page()
    assert (figures(app)["Customers"], figures(app)["Active"]) == (("2", ""), ("2", ""))
    assert "New in Sep: cannot be told yet, for the bills begin in Sep" in said(app)
    assert "2 new" not in said(app)


def test_the_pie_can_leave_the_walk_ins_out(house, open_page):
    house(BILLS, PROFILES)
    app = open_page()
    assert "A customers bring 40% of the whole revenue" in said(app)
    assert slices(app, "pie_contribution") == [4000, 1000, 500, 500, 4000]
    app.toggle(key="with_walk_ins").set_value(False).run()
    assert "A customers bring 67% of what customers bring" in said(app)
    assert slices(app, "pie_contribution") == [4000, 1000, 500, 500]


def test_who_is_behind_a_mark_is_listed_as_the_address_says_until_the_list_is_closed(house, open_page):
    house(BILLS, PROFILES)
    app = open_page(list="month=2026-09")
    assert "Sep 2026: 2 customers, contribution ¥3.5K" in said(app)
    assert listed(app) == ["a", "c"]
    app.text_input(key="behind_search").set_value("C").run()
    assert "Sep 2026: 1 customer, contribution ¥500 (of 2 customers, ¥3.5K)" in said(app)
    assert listed(app) == ["c"]
    app.button(key="close_behind").click().run()
    assert "close_behind" not in [button.key for button in app.button]
    assert "list" not in app.query_params


def test_a_part_is_picked_by_keyboard_as_by_a_click_and_shown_wherever_it_was_picked(house, open_page):
    house(BILLS, PROFILES)
    app = open_page()
    app.selectbox(key="part_months").select("Sep 2026 · Identified customers: ¥3,500.00").run()
    assert listed(app) == ["a", "c"]
    assert app.query_params["list"] == "month=2026-09"
    assert app.session_state["part_months"] == "month=2026-09"
    assert app.selectbox(key="part_pie_customers").value is None
    app.selectbox(key="part_pie_customers").select("A · 1 · 20.0%").run()
    assert listed(app) == ["a"]
    assert app.selectbox(key="part_months").value is None
    app.selectbox(key="part_pie_customers").set_value(None).run()
    assert "list" not in app.query_params
    assert open_page(lang="zh", list="tier=A").selectbox(key="part_pie_customers").value == "tier=A"


@pytest.mark.parametrize(
    ("asked", "heading", "names"),
    [("tier=A", "A: 1 customer, contribution ¥4K", ["a"]), ("first=2026-09-01&last=2026-09-30&movement=asleep", "Fell asleep · 1 Sep 2026 to 30 Sep 2026: 1 customer, contribution in the whole window ¥400", ["<b>Dora</b>"]),
     ("module=unclassified", "Unclassified: 5 customers, contribution ¥6K", ["a", "b", "c", "<b>Dora</b>", "e"])],
)
def test_grades_modules_and_moves_are_listed_too(house, open_page, asked, heading, names):
    house(BILLS, PROFILES)
    app = open_page(list=asked)
    assert heading in said(app)
    assert listed(app) == names


def test_walk_ins_are_said_to_have_no_names(house, open_page):
    house(BILLS, PROFILES)
    assert "so there is nobody to list" in said(open_page(list="walk_in=all"))


@pytest.mark.parametrize(
    "nonsense",
    ["tier=Z", "module=none", "month=x", "month=2099-01", "movement=asleep", "movement=asleep&first=x&last=2026-09-30", "%25", "a=b&tier=", "side=9", "silent=x", "silent=٣", "best=-1", "criterion=no", "others=A no",
     "others=", "brought=none", "month=2026-09&managed=x", "movement=no&first=2026-09-01&last=2026-09-30", "r=5"],
)
def test_nonsense_in_the_address_lists_nobody(house, open_page, nonsense):
    house(BILLS)
    app = open_page(list=nonsense)
    assert not app.exception
    assert "close_behind" not in [button.key for button in app.button]


def listed(app):
    return next(each for each in app.dataframe if "phone" in each.value).value["name"].tolist()


def slices(app, key):
    chart = next(each for each in app.get("echarts_chart") if key in each.proto.id)
    return [mark["value"] for mark in json.loads(chart.proto.spec)["series"][0]["data"]]


def test_an_unfinished_month_is_held_against_the_same_days(house, open_page):
    house([*BILLS, Bill("a", date(2026, 10, 5), 2000)])
    app = open_page()
    revenue = next(metric for metric in shown_figures(app) if metric.label.startswith("Revenue"))
    assert (revenue.value, revenue.delta) == ("¥2K", ":red[▼ 20.0%]")
    assert "Oct, to day 5" in revenue.help


def test_the_address_says_what_is_looked_at_and_is_obeyed(house, open_page):
    house([*BILLS, Bill("x", AS_OF, 100, store_id=2)], stores=("Pine Hotel", "Oak Inn"))
    assert {**open_page().query_params} == {"lang": "en", "store": "1", "as_of": "2026-09-30", "window": "365", "scheme": "abcd"}
    app = open_page(store="2", as_of="2026-09-29", window="60")
    assert app.selectbox(key="pick_store").value == 2
    assert app.date_input(key="pick_as_of").value == date(2026, 9, 29)
    assert app.selectbox(key="pick_window").value == "60"
    assert open_page(store="Oak Inn").selectbox(key="pick_store").value == 2


@pytest.mark.parametrize(
    "nonsense",
    [{"store": "99"}, {"store": "٣"}, {"store": "<b>"}, {"as_of": "yesterday"}, {"as_of": "0001-01-01"}, {"as_of": "2026-02-30"},
     {"window": "7"}, {"window": ""}, {"store": "", "as_of": ""}],
)
def test_nonsense_in_the_address_is_passed_over(house, open_page, nonsense):
    house(BILLS)
    app = open_page(**nonsense)
    assert (app.selectbox(key="pick_store").value, app.date_input(key="pick_as_of").value) == (1, AS_OF)
    assert app.query_params["window"] == "365"


def test_what_was_picked_stays_on_another_page_and_the_day_follows_the_store(house, open_page):
    house([*BILLS, Bill("x", date(2026, 9, 20), 100, store_id=2)], stores=("Pine Hotel", "Oak Inn"))
    app = open_page()
    app.selectbox(key="pick_store").select(2).run()
    assert app.date_input(key="pick_as_of").value == date(2026, 9, 20)
    app.selectbox(key="pick_window").select("90").run()
    app.switch_page("pages/customers/page.py").run()
    assert (app.selectbox(key="pick_store").value, app.selectbox(key="pick_window").value) == (2, "90")


def test_a_house_of_walk_ins_says_what_is_missing_and_shows_its_months(house, open_page):
    house(WALK_INS)
    app = open_page()
    assert as_seen(app.subheader[0].value).startswith("No bill names a customer yet.")
    assert "Sep 2026 is the best month so far: ¥3K" in said(app)
    assert app.button(key="go_upload").label == "Upload your file"


def test_a_month_without_bills_offers_the_last_day_that_has_one(house, open_page):
    house(BILLS)
    app = open_page(as_of="2026-11-15")
    assert "There is no bill in Nov 2026 up to 15 Nov 2026; the last one is dated 30 Sep 2026." in said(app)
    app.button(key="look_at_last_day").click().run()
    assert app.date_input(key="pick_as_of").value == AS_OF
    assert not app.exception


def test_a_day_before_the_first_bill_says_so(house, open_page):
    house(BILLS, stores=("<b>Pine</b> $x$",))
    app = open_page(as_of="2020-01-01", lang="zh")
    assert "2020年1月1日还没有数据" in app.info[0].value
    assert "<b>" not in app.info[0].value
    assert not shown_figures(app)


def test_a_store_without_bills_sends_to_the_upload(house, open_page):
    house(BILLS, stores=("Pine Hotel", "New House"))
    app = open_page(store="2")
    assert app.info[0].value == "New House has no bills yet."
    assert app.button(key="go_upload")


def test_a_busy_warehouse_is_said_in_plain_words(house, open_page, monkeypatch):
    from segmentation.language.errors import WarehouseBusy

    def busy():
        raise WarehouseBusy("warehouse_busy", "The warehouse {path} is in use by another process.", path="x_y.duckdb")

    house(BILLS)
    monkeypatch.setattr("pages.shared.opening.open_default", busy)
    app = open_page()
    assert app.error[0].value == r"The warehouse x\_y\.duckdb is in use by another process\."
    assert app.button(key="open_again").label == "Try again"


def test_the_definition_shows_the_settings_and_the_sql_that_ran(house, open_page):
    house(BILLS)
    app = open_page()
    assert any("Active days: 60 · Share of A (%): 20" in as_seen(caption.value) for caption in app.caption)
    assert not app.code
    app.session_state["definition"] = True  # as a click on the expander says
    app.run()
    assert any(code.value.startswith("-- One row per") for code in app.code)


def test_a_month_without_a_new_customer_says_so_and_not_that_nothing_changed(house, open_page):
    house([Bill("a", date(2026, 8, 3), 100), Bill("a", date(2026, 9, 30), 50)])
    [customers] = [each for each in shown_figures(open_page("overview")) if each.label == "Customers"]
    assert (customers.value, customers.delta, customers.against) == ("1", "", "nobody new in Sep")
