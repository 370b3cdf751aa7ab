"""The page Progress through the whole app: the answer against a plan, the gap in words, who has not come, and a month without a plan."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from segmentation.ingest.contacts import record_contact
from segmentation.settings.plans import SET, save_plan
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile
from tests.pages.conftest import said
from tests.pages.driver import answers, shown_figures

AS_OF, MONTH = date(2026, 9, 10), date(2026, 9, 1)
# 100 on every day of June to August, so that 10 days of September weigh 10 of 30; a comes every ten days and was due on the 5th
SERVED = {date(2026, 8, 26) - timedelta(days=10 * visit): ("a", "Li") for visit in range(4)} | {date(2026, 8, 30): ("b", "Wu")}
DAYS = [date(2026, 6, 1) + timedelta(days=number) for number in range(92)]
BILLS = [
    *(Bill(customer, day, 100, manager=manager) for day in DAYS for customer, manager in [SERVED.get(day, (None, None))]),
    Bill("b", date(2026, 9, 2), 150), Bill("n", date(2026, 9, 3), 70),
    Bill(None, date(2026, 9, 5), 9), Bill(None, AS_OF, 9),
]
PROFILES = [Profile("a", name="<b>Ann</b>", phone="13800000001"), Profile("b", name="Bo")]
PLAN = [
    {"manager": "Li", "tier": "A", "customers": 1, "frequency": 3.0, "bookings": 3.0, "standard": Decimal(300), "revenue": Decimal(900)},
    {"manager": "Wu", "tier": "B", "customers": 1, "frequency": 1.0, "bookings": 1.0, "standard": Decimal(150), "revenue": Decimal(300)},
]


@pytest.fixture
def page(house, open_page):
    def opened(lang="en", *, plan=PLAN, **query):
        path = house(BILLS, PROFILES)
        if plan:
            warehouse = Warehouse(path)
            save_plan(warehouse, 1, MONTH, plan, SET, datetime(2026, 8, 31))
            warehouse.close()
        return open_page("progress", lang, **query)
    return opened


def figures(app):
    return {metric.label: (metric.value, metric.delta) for metric in shown_figures(app)}


def test_the_answer_is_read_before_anything_is_clicked(page):
    # a third of 900 and of 300 is expected, 150 of b is done; n is new
    app = page()
    assert answers(app)[0] == "Up to 10 Sep: ¥150 of ¥400 expected by now, ¥250 short; furthest behind Li (¥300)."
    assert figures(app)["Done so far"] == ("¥150", ":red[▼ ¥250]")
    assert "tables: 0 of 1 due by now; <b>Ann</b> not come yet" in said(app)
    assert "1 was expected and has not come, worth ¥400" in said(app)
    missed, by_grade = (each.value for each in app.dataframe)
    assert list(missed["name"]) == ["<b>Ann</b>"]
    assert list(zip(by_grade["manager"], by_grade["total"], by_grade["revenue_target"].fillna(0), strict=True)) == [
        ("Li", 0, 900), ("Wu", 150, 300), ("New customers", 70, 0),
    ]
    assert page("zh").title[0].value == "节点分析"


def test_a_week_and_a_measure_are_picked_and_stand_in_the_address(page):
    app = page(of_span="1", of_measure="bookings")
    # 7 days of 30: 280 of 1 200, all of them over
    assert answers(app)[0].startswith("1 Sep to 7 Sep: ¥150 of ¥280 expected by now")
    assert "Tables of the customers of each" in said(app)
    assert not any("Projection" in each.label for each in shown_figures(app))  # the week is over
    app.button_group(key="pick_of_span").set_value("2").run()  # three days of the month
    assert answers(app)[0].startswith("8 Sep to 14 Sep: ¥0 of ¥120 expected by now")
    assert app.query_params["of_span"] in ("2", ["2"])
    assert shown_figures(app)[2].label == "Projection of the week"


def test_a_month_without_a_plan_says_so_and_still_tells_what_is_done(page):
    app = page(plan=None)
    assert answers(app)[0] == "Up to 10 Sep: ¥150 done; no target is set."
    assert "Sep 2026 has no target. Set one, and everybody sees how far he is." in said(app)
    assert app.button(key="go_targets").label == "Set targets"
    assert figures(app)["Target"] == ("–", "")


def test_a_month_without_bills_says_so_and_shows_no_sales(house, open_page):
    house([Bill("a", date(2026, 4, 1), 100, manager="Li"), *BILLS], PROFILES)  # none in May
    app = open_page("progress", "zh", of_month="2026-05")
    assert answers(app) == ["2026年5月没有账单：先把账单传上来，才看得出进度。"]
    assert (len(app.dataframe), shown_figures(app)) == (0, [])
    points = open_page("progress", "zh", of_month="2026-05", tab="points")
    assert answers(points) == ["2026年5月没有账单：先把账单传上来，才看得出进度。"]
    assert len(open_page("progress", "zh", of_month="2026-06").dataframe) == 1


def test_whoever_asked_later_not_to_be_contacted_is_not_marked_on_an_earlier_day(house, open_page):
    path = house(BILLS, PROFILES)
    warehouse = Warehouse(path)
    record_contact(warehouse, 1, "a", "call", "do_not_call", AS_OF)
    warehouse.close()
    [earlier] = [each.value for each in open_page("progress", as_of="2026-09-08").dataframe if "expected_on" in each.value]
    assert "is_barred" not in earlier
    [last] = [each.value for each in open_page("progress").dataframe if "expected_on" in each.value]
    assert list(last["is_barred"]) == [True]


def test_a_click_on_a_bar_lists_the_customers_behind_it(page):
    app = page(list="done_by=Wu&done_as=own&done_what=revenue&done_from=2026-09-01&done_to=2026-09-30")
    assert "Wu · 1 Sep 2026 to 30 Sep 2026" in said(app)
    assert list(app.dataframe[0].value["name"]) == ["Bo"]


def test_the_button_leads_to_the_targets_of_the_month(page):
    app = page(plan=None)
    app.button(key="go_targets").click().run()
    assert not app.exception
    assert app.title[0].value == "Targets"
    assert app.selectbox(key="pick_plan_month").value == MONTH


def test_points_say_what_is_missing_and_weights_are_tried_before_they_are_kept(page):
    # Li's a and Wu's b were active on 31 August and are, nobody was won: 50 of 100 in that part. a was due on 5 September and has
    # not come in the 5 days of half his gap: 0; b came but once before and is not expected: no part. Contribution: Li 0 of 900 and
    # Wu 150 of 300, half: 0 both. Weights 40/30/30: 20 of 70 for Wu, 20 of 100 for Li
    app = page(tab="points")
    first = "Sep 2026: Wu is first with 20 of 70 points, Li last with 20 of 100."
    tried = "Sep 2026: Wu is first with 30 of 90 points, Li last with 30 of 100."

    def weigh(part, value):
        app.number_input(key=next(each.key for each in app.number_input if each.key.startswith(f"weight_{part}"))).set_value(value)
        app.run()

    assert answers(app)[0] == first
    assert "not spread over the other parts: controllability (no visit was expected): 1 manager" in said(app).replace("\\", "")
    assert "Most points are lost in the target" in said(app)  # 30 and 30; 20 and 20 of kept and won, 30 of Li's visits
    weigh("kept", 60)
    assert "are three whole numbers that make 100" in app.error[0].value
    assert answers(app)[0] == first
    weigh("controllability", 10)
    assert not app.error
    assert answers(app)[0] == tried
    app.button(key="keep_weights").click().run()
    assert answers(app)[0] == tried
    app.button(key="reset_weights").click().run()
    assert answers(app)[0] == first
    app.toggle(key="points_months").set_value(True).run()
    assert "Points of the months, all with the weights 40/30/30" in said(app)


def test_six_indicators_and_their_slide(page):
    # a, b and n have visited; a last on 26 August, b and n in September: all 3 within 60 days. 3 tables of customers with a name in
    # September (b's 150 and n's 70 are two visits); of 238 in the month, 220 with a name, nothing of assigned ones; 150 of 1 200
    app = page()
    six = next(each for each in app.get("html") if "Customers in all" in each.proto.body).proto.body
    rows = [re.sub(r"<[^>]+>", "|", row).strip("|").split("||") for row in re.findall(r"<tr>(.*?)</tr>", six)[1:]]
    assert [row[:2] for row in rows] == [
        ["Customers in all", "3"], ["Effective customers", "3"], ["Quality of behaviour", "1.00"], ["Quality of control", "0%"],
        ["Result of customers", "¥220"], ["Result of control", "13%"],
    ]
    app.button(key="pin_six").click().run()
    assert not app.exception
