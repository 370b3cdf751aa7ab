"""The page of controllable revenue through the whole app: ratios, managers, typed totals, rules of thumb."""

from decimal import Decimal

import pytest

from segmentation.ingest.land import import_file
from segmentation.settings.rooms import Room, read_room
from segmentation.settings.workshops import list_workshops, read_workshop
from tests.pages.driver import Page, house_of, new_house, shown_figures

BILLS = """日期,客户名称,消费金额,客户经理
2026-08-31,市教育局,400,王经理
2026-08-31,远山贸易,400,
2026-08-31,散客,200,
2026-09-05,市教育局,600,王经理
2026-09-06,远山贸易,100,
2026-09-30,散客,300,
2026-10-08,市教育局,50,王经理
2026-10-09,散客,50,
"""


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    with house_of(BILLS, tmp_path, monkeypatch) as opened:
        yield opened


@pytest.fixture
def page(warehouse):
    return lambda lang="en": Page("pages/controllable/page.py", lang)


def open_work(page, work):
    page.at.segmented_control(key="pick_tab").set_value(work)
    page.run()


def type_totals(page, warehouse, **rows):
    edited = {int(number.lstrip("row")): {"total": total} for number, total in rows.items()}
    key = f"totals_1_{warehouse.version}_2026-10-09_365"
    page.at.session_state[key] = {"edited_rows": edited, "added_rows": [], "deleted_rows": []}
    page.run()
    page.press("save_totals")


def figures(page):
    return [metric.value for metric in shown_figures(page.at)]


def test_the_answer_tells_the_last_complete_month(page):
    assert page().heads()[0] == (
        "The house controls 60% of its revenue in Sep 2026. Over Aug 2026 – Oct 2026, customers who have a manager and are still "
        "active bring 50%, at or above the 45% line."
    )


def test_the_figures_stand_beside_their_change(page):
    shown = page()
    assert figures(shown) == ["70.0%", "60.0%", "30.0%", "50.0%", "¥105"]
    assert [metric.delta for metric in shown_figures(shown.at)][:3] == [":red[▼ 10.0 pts]", "▲ 20.0 pts", ":red[▲ 10.0 pts]"]


def test_the_chinese_page_is_chinese(page):
    shown = page("zh")
    assert shown.heads()[0].startswith("2026年9月，本店可控营收占比60%。")
    assert [metric.label for metric in shown_figures(shown.at)] == [
        "9月有名有姓", "9月在管", "9月散客占比", "在管有效", "营收超过45%线",
    ]
    assert [metric.against for metric in shown_figures(shown.at)][3:] == [
        "2026年8月 – 2026年10月", "在管且有效客户，2026年8月 – 2026年10月",
    ]


def test_the_managers_of_a_month_are_listed(page):
    shown = page()
    assert shown.at.dataframe[0].value["manager"].tolist() == ["王经理"]
    assert "王经理 looks after the most: 60% of the whole revenue" in shown.texts()


def test_the_managers_bars_can_be_pinned(page, warehouse):
    shown = page()
    shown.press("pin_manager_bars")
    (workshop,) = list_workshops(warehouse)
    (slide,) = read_workshop(warehouse, workshop).slides
    chart = slide.charts[0]
    assert ([each.label for each in chart.categories], slide.title) == (["王经理"], "王经理 looks after the most: 60% of the whole revenue")
    assert [series.values for series in chart.series] == [(Decimal("600.00"),)]


def test_all_months_are_listed_the_newest_first(page):
    shown = page()
    open_work(shown, "months")
    months = shown.at.dataframe[0].value
    assert months["complete"].tolist() == [False, True, True]
    assert [f"{ratio:.2f}" for ratio in months["ratio_managed"]] == ["0.50", "0.60", "0.40"]


def test_a_typed_total_replaces_the_sum_of_the_bills_and_can_be_emptied(page, warehouse):
    shown = page()
    open_work(shown, "totals")
    assert shown.at.button(key="save_totals").disabled
    type_totals(shown, warehouse, row1=1200)
    assert figures(shown)[:3] == ["58.3%", "50.0%", "41.7%"]
    assert "Saved." in shown.texts()
    type_totals(shown, warehouse, row1=None)
    assert figures(shown)[:3] == ["70.0%", "60.0%", "30.0%"]


def test_a_total_below_the_customers_own_bills_is_refused_with_both_figures_and_nothing_is_kept(page, warehouse):
    shown = page()
    open_work(shown, "totals")
    type_totals(shown, warehouse, row0=500, row1=699.99)
    assert "¥699.99, is smaller than the customers' own bills of that month, ¥700.00" in shown.texts()
    assert warehouse.cursor().execute("select count(*) from month_totals").fetchall() == [(0,)]


def test_the_rules_of_thumb_are_called_so_and_give_money(page):
    shown = page()
    open_work(shown, "what_if")
    assert shown.texts().count("Consultant's rule of thumb, not a figure of this house") == 7
    assert "### +¥105" in shown.texts()
    shown.set("slider", "what_if_a_customers", 2)
    assert "### +¥210" in shown.texts()
    shown.set("number_input", "keeping_cost", 100.0)
    assert "### −¥4K" in shown.texts()


def test_a_total_that_later_bills_outgrew_is_an_error_and_no_ratio(page, warehouse, tmp_path):
    shown = page()
    open_work(shown, "totals")
    type_totals(shown, warehouse, row1=1000)
    more = tmp_path / "more.csv"
    more.write_text("日期,客户名称,消费金额\n2026-09-07,远山贸易,900\n", encoding="utf-8")
    import_file(warehouse, "Pine Hotel", more)
    shown.run()
    assert "The total of Sep 2026, ¥1,000.00, is smaller than" in shown.texts()
    assert shown.heads()[0].startswith(
        "No share can be told of Sep 2026; in Aug 2026 the house controlled 40% of its revenue."
    )


def test_without_any_store_it_offers_to_begin(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch):
        assert "go_upload" in Page("pages/controllable/page.py").buttons()


def test_tables_are_said_and_kept_and_rules_are_told_in_both_languages(page, warehouse):
    shown = page()
    open_work(shown, "occupancy")
    assert "Say how many tables the house has, then it can be told how full they were." in shown.heads()[0]
    key = f"room_tables_1_{warehouse.version}"
    shown.set("number_input", key, 4)
    shown.press("save_room")
    # Sep 2026: three bills on three days, of 4 tables in two meal periods: 24, of which 80% are 19.2
    assert shown.heads()[0] == "In Sep 2026 13% of the tables were taken; 17 more tables would have reached 80%."
    assert [(each.value, each.against) for each in shown_figures(shown.at)][1:] == [("3", "of 24 on 3 days"), ("17", "5.7 a day")]
    assert read_room(warehouse, 1) == Room(4, 2)
    for lang, said in (("en", "Of 9 rules of thumb, found to hold in this house: 0"), ("zh", "9条经验值里，在本店成立0条")):
        shown = page(lang)
        open_work(shown, "rules")
        assert said in shown.heads()[0]
    assert "单看一个月" in shown.texts()
