"""The page Handover through the whole app: what is at risk, proposals ticked and handed over in one step, taken back, and the book."""

from datetime import date, timedelta

import pytest

from segmentation.ingest.contacts import record_contact
from segmentation.ingest.managers import assign_customers, edit_managers
from segmentation.measures.managers.register import read_managers
from tests.pages.driver import Page, house_of

LAST = date(2026, 9, 30)
BILLS = "账单号,日期,客户编号,客户名称,客户经理,包厢,消费金额\n" + "".join(
    f"{key}{n},{LAST - timedelta(days=10 * n)},{key},{name},{manager},牡丹厅,{amount}\n"
    for key, name, manager, amount, visits in (
        ("K1", "市教育局", "李经理", 500, 4), ("K2", "<b>张三</b>", "李经理", 90, 2), ("K3", "王五", "周经理", 50, 1),
    ) for n in range(visits)
)


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    with house_of(BILLS, tmp_path, monkeypatch) as opened:
        yield opened


def page(lang="en", **query):
    return Page("pages/handover/page.py", lang, **query)


def table_with(shown, column):
    return next(each.value for each in shown.at.dataframe if column in each.value.columns)


def managers(warehouse):
    rows = warehouse.cursor().execute(
        "select customer_key, max_by(manager, batch_id) from profile_rows where manager is not null and explicit group by all order by 1"
    )
    return dict(rows.fetchall())


def test_nobody_is_handed_over_before_it_is_said_who_leaves(warehouse):
    assert "Pick above who leaves" in page().texts()
    edit_managers(warehouse, 1, {"李经理": {"until_day": "2026-10-31"}})
    assert page().at.selectbox(key="pick_leaving").value == "李经理"  # whose last day is known


def test_what_is_at_risk_is_said_with_who_takes_over(warehouse):
    shown = page("zh", leaving="李经理")
    assert shown.heads()[0] == "李经理手上有2位客户，近365天带来¥2,180，这笔营收有流失风险。"
    rows = table_with(shown, "accept")
    assert list(zip(rows["name"], rows["manager"], strict=True)) == [("市教育局", "周经理"), ("<b>张三</b>", "周经理")]
    assert rows["why"].iloc[0].startswith("分配：")


def test_the_ticked_ones_are_handed_over_in_one_step_and_taken_back(warehouse):
    assign_customers(warehouse, 1, {"K1": "李经理"}, LAST)
    shown = page(leaving="李经理")
    key = f"handover_1_李经理_2026-09-30_{warehouse.version}_"
    shown.at.session_state[key] = {"edited_rows": {1: {"accept": False}}, "added_rows": [], "deleted_rows": []}
    shown.run()
    assert shown.at.button(key="hand_over").label == "Hand over 1 customer, last day 30 Sep 2026"
    shown.press("hand_over")
    assert managers(warehouse) == {"K1": "周经理"}
    assert read_managers(warehouse, 1, LAST).manager("李经理").until_day == LAST
    assert "One customer has a manager now." in shown.texts()
    assert "李经理's last day is 30 Sep 2026; nobody is given to him any more." in shown.texts()
    shown.press("undo_assigned")
    assert managers(warehouse) == {"K1": "李经理"}
    assert read_managers(warehouse, 1, LAST).manager("李经理").until_day is None


def test_the_last_day_may_be_another_one_or_left_as_it_is(warehouse):
    shown = page(leaving="李经理")
    [asked] = [each for each in shown.at.date_input if each.label == "His last day"]
    asked.set_value(date(2026, 10, 31)).run()
    assert shown.at.button(key="hand_over").label == "Hand over 2 customers, last day 31 Oct 2026"
    [asked] = [each for each in shown.at.date_input if each.label == "His last day"]
    asked.set_value(None).run()
    assert shown.at.button(key="hand_over").label == "Hand over 2 customers"
    shown.press("hand_over")
    assert read_managers(warehouse, 1, LAST).manager("李经理").until_day is None


def test_whom_somebody_gave_away_meanwhile_is_asked_about(warehouse):
    shown = page(leaving="李经理")
    assert shown.at.button(key="hand_over").label.startswith("Hand over 2 customers")
    seen = shown.at.button(key="hand_over")
    assign_customers(warehouse, 1, {"K1": "何经理"}, LAST)
    seen.click()
    shown.run()
    assert managers(warehouse) == {"K1": "何经理"}  # nor K2, who was ticked with him
    assert "Meanwhile somebody else gave some of these customers to a manager." in shown.texts()


def test_the_book_has_habits_promises_and_notes(warehouse):
    record_contact(warehouse, 1, "K1", "call", "coming", LAST, date(2026, 10, 6), "两桌")
    book = table_with(page("zh", leaving="李经理"), "habits")
    assert book["habits"].iloc[0].startswith("牡丹厅")
    assert (book["next_day"].iloc[0], list(book["last_note"].fillna(""))) == (date(2026, 10, 6), ["两桌", ""])
    assert "1位还有约定，1位有备注，0位有电话" in page("zh", leaving="李经理").texts()


def test_room_is_made_where_nobody_has_any(warehouse):
    edit_managers(warehouse, 1, {"周经理": {"capacity": "1"}})
    shown = page("zh", leaving="李经理")
    assert "其中1位暂无人可接" in shown.heads()[0]
    [room] = [each for each in shown.at.button if str(each.key).startswith("room_")]
    assert room.label == "B级：周经理上限加到2"
    shown.press(room.key)
    assert "暂无人可接" not in shown.heads()[0]
    assert read_managers(warehouse, 1, LAST).manager("周经理").capacity == 2


def test_without_anybody_to_hand_over_there_is_no_box_no_row_of_zeros_and_no_button(warehouse):
    edit_managers(warehouse, 1, {"何经理": {"rank": "2"}})
    shown = page("zh", leaving="何经理")
    assert shown.heads()[0] == "何经理手上没有客户。"
    assert [each.key for each in shown.at.selectbox if each.key == "successor"] == []
    assert not [each for each in shown.at.get("html") if 'class="figures"' in each.proto.body]
    assert not [each for each in shown.at.button if each.key == "hand_over"]
    shown = page("zh", leaving="李经理")
    key = f"handover_1_李经理_2026-09-30_{warehouse.version}_"
    off = {number: {"accept": False} for number in range(2)}
    shown.at.session_state[key] = {"edited_rows": off, "added_rows": [], "deleted_rows": []}
    shown.run()
    assert not [each for each in shown.at.button if each.key == "hand_over"]
    assert "一位也没勾" in shown.texts()


def test_one_manager_may_take_all(warehouse):
    edit_managers(warehouse, 1, {"周经理": {"capacity": "0"}})
    shown = page(leaving="李经理")
    assert "2 of them find nobody with room." in shown.heads()[0]
    shown.set("selectbox", "successor", "周经理")
    shown.press("hand_over")
    assert managers(warehouse) == {"K1": "周经理", "K2": "周经理"}
