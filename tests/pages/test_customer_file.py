"""The page of one customer through the whole app: found, read, edited and taken back, looked at as of an earlier day."""

from datetime import date, timedelta

import pytest

from segmentation.ingest.contacts import record_contact
from segmentation.settings.asked_fields import asked_fields
from tests.pages.driver import Page, as_seen, house_of, shown_figures

LAST = date(2026, 9, 30)
BILLS = "账单号,日期,时间,客户编号,客户名称,手机,客户经理,包厢,菜品,消费金额\n" + "".join(
    f"{key}{n},{LAST - timedelta(days=10 * n)},18:30,{key},{name},{phone},李经理,牡丹厅,醉蟹,{amount}\n"
    for key, name, phone, amount, visits in (
        ("K1", "单雄信", "13800001207", 500, 4), ("K2", "<b>张三</b>", "", 90, 3), ("K3", "王五", "", 50, 1),
    ) for n in range(visits)
)


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    with house_of(BILLS, tmp_path, monkeypatch) as opened:
        yield opened


def page(lang="en", **query):
    return Page("pages/customer/page.py", lang, **query)


def drawn(shown):
    """Everything that the page draws as HTML."""
    return "\n".join(each.proto.body for each in shown.at.get("html"))


def phones(warehouse):
    return dict(warehouse.cursor().execute("select customer_key, phone from customers where phone is not null").fetchall())


def test_the_file_says_how_he_stands(warehouse):
    shown = page(customer="K1")
    assert shown.heads() == ["Usually comes every 10 days, was here on the last day. 4 visits, ¥2K in the 31 days that bills cover."]
    assert any(text.startswith("Mostly sits in 牡丹厅. ") for text in map(as_seen, shown.texts().split("\n")))
    assert [as_seen(each.value) for each in shown.at.title] == ["单雄信"]
    assert [(as_seen(each.label), as_seen(each.value)) for each in shown_figures(shown.at)] == [
        ("Contribution · 31 of 365 days", "¥2K"), ("Visits · 31 of 365 days", "4"), ("Average per table", "¥500"), ("File complete", "2/4"),
    ]
    told = drawn(shown)
    assert "tel:13800001207" in told
    assert "bills since 31 Aug 2026" in told
    assert told.count('class="on"') == 4
    assert "醉蟹" in told
    zh = page("zh", customer="K1")
    assert zh.heads() == ["平时10天来一次，最后一天刚来过。有账单的31天里4次、¥2,000。常坐牡丹厅。"]
    assert "2026年8月31日起的账单" in drawn(zh)
    assert "还缺：生日、客户分类" in "\n".join(as_seen(each.against) for each in shown_figures(zh.at))


def test_names_are_no_markup(warehouse):
    shown = page(customer="K2")
    assert [as_seen(each.value) for each in shown.at.title] == ["<b>张三</b>"]
    assert "<b>张三" not in drawn(shown)
    assert "&lt;b&gt;张三&lt;/b&gt;" in drawn(shown)


def test_a_field_is_edited_in_place_and_taken_back(warehouse):
    shown = page(customer="K1")
    shown.press("file_edit")
    key = f"1_K1_{warehouse.version}"
    assert shown.at.text_input(key=f"file_phone_{key}").value == "13800001207"
    shown.at.text_input(key=f"file_phone_{key}").set_value("139 0000 1111")
    shown.at.text_input(key=f"file_birthday_{key}").set_value("8-16")
    shown.at.checkbox(key=f"file_birthday_{key}_lunar").set_value(True)
    shown.at.text_input(key=f"file_email_{key}").set_value("Shan@X.com")
    shown.press("file_save")
    assert phones(warehouse) == {"K1": "13900001111"}
    assert "Changed: Phone was 13800001207; E-mail was empty; Birthday was empty." in shown.texts()
    assert {"lunar 8-16", "shan@x.com"} <= set(drawn(shown).replace("<", ">").split(">"))
    assert "edited 31 Dec 2026" in drawn(shown)
    assert shown_figures(shown.at)[-1].value == "3/4"
    shown.press("undo_file")
    assert phones(warehouse) == {"K1": "13800001207"}
    assert "Taken back." in shown.texts()
    assert shown_figures(shown.at)[-1].value == "2/4"


def test_a_wrong_edit_is_said_and_nothing_is_written(warehouse):
    shown = page(customer="K1")
    shown.press("file_edit")
    key = f"1_K1_{warehouse.version}"
    shown.at.text_input(key=f"file_birthday_{key}").set_value("yesterday")
    shown.press("file_save")
    assert "“yesterday” is no birthday." in shown.texts()
    assert shown.at.text_input(key=f"file_birthday_{key}").value == "yesterday"  # still there to be mended
    assert phones(warehouse) == {"K1": "13800001207"}


def test_what_nobody_changed_makes_no_edit(warehouse):
    version = warehouse.version
    shown = page(customer="K1")
    shown.press("file_edit")
    shown.press("file_save")
    assert warehouse.version == version
    assert "file_edit" in shown.buttons()  # the form is closed


def test_a_contact_is_logged_and_taken_back(warehouse):
    shown = page(customer="K1")
    key = f"1_K1_{warehouse.version}"
    shown.at.selectbox(key=f"log_outcome_{key}").set_value("coming")
    shown.at.date_input(key=f"log_next_{key}").set_value(date(2027, 1, 8))
    shown.at.text_input(key=f"log_note_{key}").set_value("<i>3桌</i>")
    shown.press("log_save")
    assert "31 Dec 2026 · Call · Will come · 李经理 → 8 Jan" in drawn(shown)
    assert "&lt;i&gt;3桌&lt;/i&gt;" in drawn(shown)
    assert "Agreed for 8 Jan 2027." in shown.texts()
    shown.press("undo_file")
    assert "No contact yet." in shown.texts()


def test_a_look_at_an_earlier_day_sees_what_was_known_then(warehouse):
    record_contact(warehouse, 1, "K1", "call", "reached", date(2026, 9, 25))
    shown = page(customer="K1", as_of="2026-09-15")
    assert "1 visit so far" not in shown.heads()[0]
    assert shown.heads()[0].startswith("2 visits so far: too few to tell what is usual.")
    assert "No contact yet." in shown.texts()
    assert "file_edit" not in shown.buttons()
    assert "As known then." in shown.texts()


def test_who_is_not_there_leads_back_to_the_list(warehouse):
    for lang, said in (("en", "There is no customer “<i>K9” in Pine Hotel as of 30 Sep 2026."), ("zh", "截至2026年9月30日，Pine Hotel没有客户“<i>K9”。")):
        shown = page(lang, customer="<i>K9")
        assert said in shown.texts()
        assert [each.proto.page for each in shown.at.get("page_link")] == ["customers"]


@pytest.mark.parametrize(("text", "customers"), [("k", 3), ("nobody", 0)])
def test_the_search_lists_whom_it_finds(warehouse, text, customers):
    shown = page(find=text)
    tables = [each.value for each in shown.at.dataframe if "missing" not in each.value.columns]
    assert sum(len(each) for each in tables) == customers
    assert shown.heads()[0].startswith(f"{customers} customers fit" if customers else "Nobody fits")


def test_what_finds_one_customer_opens_his_file(warehouse):
    shown = page()
    shown.set("text_input", "pick_find", "sxx")
    assert [as_seen(each.value) for each in shown.at.title] == ["单雄信"]
    shown.press("leave_customer")
    assert shown.at.title[0].value == "Customer file"
    assert shown.at.text_input(key="pick_find").value == "sxx"


def test_whose_file_to_complete_first_and_what_is_asked_for(warehouse):
    shown = page()
    assert shown.heads()[0] == "1 of 1 customers in A lacks something in the file; they bring ¥2K. Begin with 单雄信: Birthday, Module."
    assert list(shown.at.dataframe[0].value["missing"]) == ["Birthday, Module"]
    shown.set("multiselect", "asked_fields_1", ["phone"])
    shown.press("save_asked")
    assert asked_fields(warehouse, 1) == ("phone",)
    assert shown.heads()[0] == "The file of the one customer in A is complete."
    shown.set("multiselect", "asked_fields_1", [])
    shown.press("save_asked")
    assert "Choose at least one field." in shown.texts()


def test_lists_lead_to_the_file(warehouse):
    listed = Page("pages/customers/page.py")
    listed.set("text_input", "filter_text", "SXX")  # the initials of his name
    assert listed.at.dataframe[0].value["name"].tolist() == ["单雄信"]
    searched = [each.key for each in listed.at.text_input if not each.key.startswith("group_name")]  # what a saved group is called
    assert searched == ["filter_text"]  # one box to search with
    opened = Page("pages/customers/page.py", customer="K2")
    assert 'href="customer?' in drawn(opened)
    assert "customer=K2" in drawn(opened)
