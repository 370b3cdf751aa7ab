"""The page of early warning: who is slipping away and who is lost, limits tried before they are saved, and what is noted."""

import os
from datetime import date, datetime, timedelta

import pytest

from segmentation.ingest.land import import_file
from segmentation.measures.movement.care import care_history
from segmentation.settings.groups import Condition, save_group
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile
from tests.pages.conftest import said
from tests.pages.driver import Page, answers, as_seen, new_house, shown_figures

AS_OF = date(2026, 9, 30)
# w came every 7 days and is silent for 31; x every 10 days, silent for 15; l is gone for 100 days; a was here today
BILLS = [
    *(Bill("w", AS_OF - timedelta(days=31 + 7 * visit), 200) for visit in range(5)),
    *(Bill("x", AS_OF - timedelta(days=15 + 10 * visit), 50) for visit in range(3)),
    Bill("l", AS_OF - timedelta(days=100), 700), Bill("a", AS_OF, 90),
]
PROFILES = [Profile("w", name="Wei", phone="13800000001", manager="Wang"), Profile("l", name="<b>Lu</b>")]


@pytest.fixture
def page(house, open_page):
    house(BILLS, PROFILES)
    return lambda lang="en", **query: open_page("warnings", lang, **query)


def figures(app):
    return {metric.label: metric.value for metric in shown_figures(app)}


def listed(app, number=0):
    return app.dataframe[number].value


def test_the_answer_names_who_is_to_be_called_first(page):
    app = page()
    assert answers(app)[0] == (
        "One customer is in warning; ¥1K is at stake. Call Wei first: usually every 7 days, silent for 31. 1 customer is lost."
    )
    assert figures(app) == {"In warning": "1", "At stake": "¥1K", "Lost": "1", "Won back": "–"}
    assert list(listed(app)["reason"]) == ["silent 31 days (usually 7)"]
    # on 30 August w was here, x for the first time, and l was gone for 69 days
    assert [metric.delta for metric in shown_figures(app)] == [":red[▲ 1]", ":red[▲ ¥1K]", "＝ unchanged", ""]


def test_the_list_has_what_one_needs_to_call(page):
    app = page()
    assert list(listed(app).columns) == ["name", "stake", "reason", "phone", "manager", "state", "noted_on"]
    assert list(listed(app)["phone"]) == ["13800000001"]
    assert "To be won back by 30 Oct 2026." in said(app)
    app.button_group(key="warned_list").set_value("lost").run()
    assert list(listed(app).columns)[:3] == ["name", "last_contribution", "phone"]
    assert "To be won back" not in said(app)


def test_the_lists_are_those_of_a_saved_group(page):
    warehouse = Warehouse(os.environ["CUSTOMER_GRADING_DB"])
    group = save_group(warehouse, 1, "王的人", "abcd", Condition(managers=("Wang",)), datetime(2026, 9, 30))
    other = save_group(warehouse, 1, "others", "abcd", Condition(customers=("a",)), datetime(2026, 9, 30))
    warehouse.close()
    app = page(of_group=str(group.number))
    assert any("王的人 · " in as_seen(each.proto.body) for each in app.get("html"))
    assert list(listed(app)["name"]) == ["Wei"]
    assert app.button_group(key="warned_list").options == ["In warning · 1", "Lost · 0"]  # l has another manager
    app = page(of_group=str(other.number))
    assert app.button_group(key="warned_list").options == ["In warning · 0", "Lost · 0"]


def test_the_answer_in_chinese(page):
    assert page("zh").title[0].value == "流失预警"
    assert figures(page("zh"))["面临流失的贡献"] == "¥1,000"


def test_limits_are_tried_before_they_are_saved(page):
    app = page()
    factor = next(each for each in app.number_input if each.key.startswith("limit_factor"))
    factor.set_value(1.0).run()
    assert "These limits flag 2 customers with ¥1.15K at stake; those that are saved flag 1." in said(app).replace("\\", "")
    assert figures(app)["In warning"] == "1"
    app.button(key="save_limits").click().run()
    assert figures(app)["In warning"] == "2"
    app.button(key="reset_limits").click().run()
    assert figures(app)["In warning"] == "1"


def test_a_note_is_kept_and_shown(page):
    app = page(customer="w")
    assert "Account manager: Wang" in said(app).replace("\\", "")
    app.text_input(key="care_note").set_value("wants a quiet room")
    app.button(key="care_submit").click().run()
    assert not app.exception
    assert list(listed(app)["state"]) == ["Contacted"]
    assert list(listed(app, 1)["note"]) == ["wants a quiet room"]
    assert "1 contacted" in said(app)


def test_a_note_can_be_taken_back(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch) as opened:
        path = tmp_path / "bills.csv"
        path.write_text("日期,客户编号,消费金额\n2026-05-01,K1,900\n2026-09-30,K2,300\n", encoding="utf-8")
        import_file(opened, "Pine Hotel", path)
        page = Page("pages/warnings/page.py")
        page.at.query_params["customer"] = "K1"
        page.run()
        page.press("care_submit")
        assert "One customer was changed." in page.texts()
        assert care_history(opened, 1, "K1").num_rows == 1
        page.press("undo_care")
        assert "Nothing yet." in page.texts()
        assert care_history(opened, 1, "K1").num_rows == 0


def test_who_is_given_up_leaves_the_list_and_can_be_seen_again(page):
    app = page(customer="w")
    app.button_group(key="care_state").set_value("given_up")
    app.button(key="care_submit").click().run()
    assert "This list is empty." in said(app)
    assert "All of these cases are settled." in answers(app)[0]
    assert app.button_group(key="warned_list").options[0] == "In warning · 0"
    app.toggle(key="with_settled").set_value(True).run()
    assert list(listed(app)["name"]) == ["Wei"]


def test_the_lost_stand_in_a_list_of_their_own(page):
    app = page(customer="l")
    app.button_group(key="warned_list").set_value("lost").run()
    assert list(listed(app)["name"]) == ["<b>Lu</b>"]
    assert list(listed(app)["lost_days"]) == [40]
    assert "One customer is lost, who had brought ¥700." in said(app).replace("\\", "")


def test_only_walk_ins_give_nobody_to_warn_of(house, open_page):
    house([Bill(None, AS_OF, 100)])
    assert "No bill names a customer yet." in said(open_page("warnings"))


def test_the_overview_leads_to_the_list(house, open_page):
    house(BILLS, PROFILES)
    app = open_page()
    link = app.get("page_link")[0].proto
    assert "One customer is in warning, ¥1K is at stake" in said(app)
    assert link.label == "**Whom to call first →**"
    assert link.page == "warnings"


def test_where_nobody_is_in_warning_the_lost_are_listed(house, open_page):
    house([Bill("l", AS_OF - timedelta(days=100), 700), Bill("a", AS_OF, 90)])
    assert list(listed(open_page("warnings"))["name"]) == ["l"]


def test_of_a_long_list_the_first_rows_are_worded_and_shown(house, open_page, monkeypatch):
    for module in ("shared.tables", "warnings.lists"):
        monkeypatch.setattr(f"pages.{module}.MOST_ROWS", 1)
    silent = [Bill("v", AS_OF - timedelta(days=40 + 5 * visit), 900) for visit in range(4)]
    house([*BILLS, *silent], PROFILES)
    app = open_page("warnings")
    assert list(listed(app)["name"]) == ["v"]
    assert "The first 1 of 2 rows; downloads have all of them." in said(app)
    assert "In warning · 2" in app.button_group(key="warned_list").options
