"""The page Assign through the whole app: what it says, proposals accepted and taken back, room made, the register edited."""

from datetime import date

import pytest

from segmentation.ingest.land import import_file
from segmentation.ingest.managers import assign_customers, edit_managers
from segmentation.measures.managers.register import read_managers
from tests.pages.driver import Page, house_of, new_house

LAST = date(2026, 9, 30)
# 王经理 served K1 twice, 李明 once; K2 and K3 were served by nobody; K4 has not come for long
BILLS = """账单号,日期,客户编号,客户名称,客户经理,消费金额
B1,2026-09-01,K1,市教育局,王经理,1000
B2,2026-09-05,K1,市教育局,王经理,1000
B3,2026-09-06,K1,市教育局,李明,400
B4,2026-09-20,K2,<b>张三</b>,,300
B5,2026-09-21,K3,李四,,50
B6,2026-01-21,K4,旧友,,250
B7,2026-09-30,,散客,,200
"""


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    with house_of(BILLS, tmp_path, monkeypatch) as opened:
        yield opened


@pytest.fixture
def page(warehouse):
    return lambda lang="en": Page("pages/assign/page.py", lang)


def table_with(page, column):
    return next(each.value for each in page.at.dataframe if column in each.value.columns)


def managers(warehouse):
    found = warehouse.cursor().execute("select customer_key, manager from customers where not is_walk_in order by 1").fetchall()
    return dict(found)


def edit(page, key, rows):
    page.at.session_state[key] = {"edited_rows": rows, "added_rows": [], "deleted_rows": []}
    page.run()


def open_tab(page, tab):
    page.at.button_group(key="pick_tab").set_value(tab)
    page.run()


def test_the_answer_stands_first(page):
    # of ¥3,000 all is brought by customers who are assigned to nobody; both managers have the default rank and room for 80
    assert page().heads()[0] == "4 customers are assigned to nobody: ¥3K, 100.0% of customers' revenue. All 4 are proposed for 2 managers."
    assert page("zh").heads()[0] == "4位客户还没定下经理，统计期内¥3,000，占客户营收的100.0%。建议把全部4位分给2位经理。"
    assert "The bills of 1 of them name a manager, but nobody has decided it." in page().texts()


def test_whom_another_window_gave_away_meanwhile_is_said(page, warehouse):
    shown, other = page("zh"), page("zh")
    accept = shown.at.button(key="accept_ticked")
    other.press("accept_ticked")
    accept.click()
    shown.run()
    assert "这4位刚在别处分好了" in shown.texts()
    assert managers(warehouse) == {"K1": "王经理", "K2": "李明", "K3": "李明", "K4": "王经理"}


def test_each_proposal_has_its_reason(page):
    shown = table_with(page(), "why")
    assert list(zip(shown["name"], shown["manager"], shown["why"], strict=True)) == [
        ("市教育局", "王经理", "Claim: 3 visits, 2 of them with 王经理; 1 with 李明"),
        ("<b>张三</b>", "李明", "Match: nobody of rank 2–3 for grade B; 李明 is nearest, carries least (0/80)"),
        ("李四", "李明", "Match: grade C goes to rank 3–5, 李明 carries least (1/80)"),
        ("旧友", "王经理", "Match: grade D goes to rank 4–5, 王经理 carries least (1/80)"),
    ]


def test_those_picked_in_any_list_or_all_of_it_are_given_to_a_manager_and_taken_back(warehouse):
    shown = Page("pages/customers/page.py", "en")
    shown.press("hand_download_csv")
    shown.set("selectbox", "hand_to_download_csv", "李明")
    assert shown.at.button(key="hand_over_download_csv").disabled  # nobody goes by default
    shown.set("checkbox", "hand_all_download_csv", True)
    assert shown.at.button(key="hand_over_download_csv").label == "Give 4 customers to 李明"
    assert "李明 looks after 1 of at most 80; with these it would be 4." in shown.texts()
    shown.set("checkbox", "hand_all_download_csv", False)
    shown.set("multiselect", "hand_whom_download_csv", ["K2", "K3"])
    assert shown.at.button(key="hand_over_download_csv").label == "Give 2 customers to 李明"
    shown.press("hand_over_download_csv")
    assert managers(warehouse) == {"K1": "李明", "K2": "李明", "K3": "李明", "K4": None}  # K1 by his last bill
    assert "2 customers have a manager now" in shown.texts()
    shown.press("undo_assigned_download_csv")
    assert managers(warehouse) == {"K1": "李明", "K2": None, "K3": None, "K4": None}


def test_how_many_a_manager_has_is_the_same_in_the_register_and_in_the_assessment(page):
    # K1 is assigned to nobody, and his last bill names 李明: he has him, and 王经理 has nobody
    shown = page()
    open_tab(shown, "register")
    register = table_with(shown, "capacity")
    assert dict(zip(register.index, register["customers"], strict=True)) == {"李明": 1, "王经理": 0}
    open_tab(shown, "assessment")
    assessed = table_with(shown, "active_share")
    assert dict(zip(assessed["manager"], assessed["customers"], strict=True))["李明"] == 1


def test_the_row_that_is_selected_goes_and_who_has_no_room_is_said(page, warehouse):
    register = page()
    open_tab(register, "register")
    edit(register, f"register_1_{warehouse.version}", {0: {"capacity": 0}, 1: {"capacity": 0}})
    register.press("save_managers")
    shown = Page("pages/customers/page.py", "en", customer="K2")
    shown.press("hand_download_csv")
    shown.set("selectbox", "hand_to_download_csv", "李明")
    button = shown.at.button(key="hand_over_download_csv")
    assert (button.label, button.disabled) == ("Give one customer to 李明", False)
    assert "李明 looks after 1 of at most 0; with these it would be 2, more than he can take." in shown.texts()


def test_the_ticked_ones_are_accepted_and_taken_back(page, warehouse):
    shown = page()
    edit(shown, f"proposals_1_2026-09-30_{warehouse.version}_", {1: {"accept": False}, 2: {"manager": "王经理"}})
    shown.press("accept_ticked")
    assert managers(warehouse) == {"K1": "王经理", "K2": None, "K3": "王经理", "K4": "王经理"}
    assert "3 customers have a manager now." in shown.texts()
    shown.press("undo_assigned")
    assert managers(warehouse) == {"K1": "李明", "K2": None, "K3": None, "K4": None}


def test_where_nobody_has_room_the_box_makes_it(page, warehouse):
    shown = page()
    open_tab(shown, "register")
    edit(shown, f"register_1_{warehouse.version}", {0: {"capacity": 0}, 1: {"capacity": 1, "rank": 3, "phone": "13800000001"}})
    shown.press("save_managers")
    wang = read_managers(warehouse, 1, LAST).manager("王经理")
    assert (wang.rank, wang.capacity, wang.phone) == (3, 1, "13800000001")
    open_tab(shown, "proposals")
    assert shown.heads()[0].endswith("1 proposed for 1 manager. 1 of grade B, 1 of grade C, 1 of grade D find no room.")
    assert "Grade B goes to rank 2–3; full: 王经理 (1/1)." in shown.texts()
    assert shown.at.button(key="accept_ticked").label == "Accept the ticked one"
    edit(shown, f"proposals_1_2026-09-30_{warehouse.version}_", {2: {"manager": "李明"}})  # who picks another than proposed means it
    assert shown.at.button(key="accept_ticked").label == "Accept the 2 ticked"
    shown.press("room_B")
    assert read_managers(warehouse, 1, LAST).manager("王经理").capacity == 2
    assert "1 of grade C, 1 of grade D find no room." in shown.heads()[0]
    shown.press("undo_managers")
    assert read_managers(warehouse, 1, LAST).manager("王经理").capacity == 1


def test_what_was_done_before_is_told_no_more(page, warehouse):
    shown = page()
    shown.press("accept_ticked")
    assert "4 customers have a manager now." in shown.texts()
    open_tab(shown, "register")
    edit(shown, f"register_1_{warehouse.version}", {0: {"rank": 2}})
    shown.press("save_managers")
    assert "One manager was changed." in shown.texts()
    assert "customers have a manager now." not in shown.texts()


def test_a_manager_is_added_and_two_names_become_one(page, warehouse):
    shown = page()
    open_tab(shown, "register")
    shown.at.text_input(key="new_manager_name").set_value("王芳")
    shown.press("add_manager")
    assert "Are 王经理 and 王芳 one person?" in shown.texts()
    shown.press("one_person_0")
    assert read_managers(warehouse, 1, LAST).manager("王经理").name == "王芳"


def test_a_manager_who_is_there_is_not_added_again_over_his_own_rank(page, warehouse):
    shown = page()
    open_tab(shown, "register")
    before = read_managers(warehouse, 1, LAST).manager("王经理")
    shown.at.text_input(key="new_manager_name").set_value(" 王经理 ")
    shown.press("add_manager")
    assert "“王经理” is in the register already" in shown.texts()
    assert read_managers(warehouse, 1, LAST).manager("王经理") == before


def test_the_assessment_sets_each_manager_beside_the_store(page):
    shown = page()
    open_tab(shown, "assessment")
    assert "李明 keeps 100% of his customers active; the store 75%." in shown.texts()
    rows = table_with(shown, "active_share")
    assert list(zip(rows["manager"], rows["customers"], strict=True)) == [("李明", 1), ("Nobody's", 3), ("Whole store", 4)]


def test_without_managers_it_says_to_add_them_first(tmp_path, monkeypatch):
    with new_house(tmp_path, monkeypatch) as opened:
        path = tmp_path / "bills.csv"
        path.write_text("账单号,日期,客户编号,消费金额\nB1,2026-09-01,K1,100\n", encoding="utf-8")
        import_file(opened, "Pine Hotel", path)
        shown = Page("pages/assign/page.py", "en")
        assert "Add managers first" in shown.texts()
        shown.at.text_input(key="new_manager_name").set_value("Li")
        shown.press("add_manager")
        assert "The one is proposed for 1 manager" in shown.heads()[0]


def test_who_leaves_with_customers_of_his_own_is_said_with_the_way_to_hand_them_over(warehouse, page):
    edit_managers(warehouse, 1, {"王经理": {"until_day": "2026-09-15"}})
    assign_customers(warehouse, 1, {"K1": "王经理", "K2": "王经理"}, date(2026, 9, 1))
    said = "王经理（2026年9月15日离任）名下还有2位客户：交接之前这些客户没人管。"
    for name in ("assign", "today"):
        shown = Page(f"pages/{name}/page.py", "zh")
        assert said in [each.value for each in shown.at.warning], name
    assign_customers(warehouse, 1, {"K1": "李明", "K2": "李明"}, date(2026, 9, 16))
    assert not [each for each in page("zh").at.warning if "离任" in each.value]
