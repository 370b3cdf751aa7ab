"""Records of one person through the whole app: proposed with their evidence, merged, refused, parted, and taken back."""

from datetime import date

import pytest

from segmentation.ingest.merges import merge_records
from tests.pages.driver import Page, as_seen, house_of, shown_figures

BILLS = "账单号,日期,会员号,客户名称,手机,客户经理,消费金额\n" + "".join(
    f"{n},2026-09-{day:02},{key},{name},{phone},{manager},{amount}\n" for n, (day, key, name, phone, manager, amount) in enumerate((
        (1, "A", "顾明远", "13800000001", "苗经理", 100), (2, "A", "小顾", "13800000001", "", 40), (3, "A", "顾明远", "13800000001", "", 60),
        (5, "B", "<b>顾</b>", "13800000001", "陈经理", 50), (6, "C", "何静", "13900000002", "", 10), (7, "D", "何静", "", "", 20),
        (30, "E", "王五", "13700000003", "", 5),
    ))
)


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    with house_of(BILLS, tmp_path, monkeypatch) as opened:
        yield opened


def drawn(shown):
    return "\n".join(each.proto.body for each in shown.at.get("html"))


def keys(warehouse):
    return [key for (key,) in warehouse.cursor().execute("select customer_key from customers order by 1").fetchall()]


def test_the_list_of_customers_says_how_many_pairs_there_are(warehouse):
    shown = Page("pages/customers/page.py")
    assert as_seen(shown.at.button(key="to_pairs").label) == "2 pairs of records may be one person →"
    assert as_seen(Page("pages/customers/page.py", "zh").at.button(key="to_pairs").label) == "有2对档案可能是同一个人 →"
    merge_records(warehouse, 1, [("A", "B"), ("D", "C")])
    assert not [each for each in Page("pages/customers/page.py").at.button if each.key == "to_pairs"]


def test_pairs_stand_side_by_side_and_are_merged(warehouse):
    shown = Page("pages/customer/page.py")
    told = drawn(shown)
    assert "<tr><th>Customer name</th><td>顾明远</td><td>&lt;b&gt;顾&lt;/b&gt;</td></tr>" in told
    assert "<tr><th>Spend in all (CNY)</th><td>¥200.00</td><td>¥50.00</td></tr>" in told
    assert "<tr><th>Account manager</th><td>苗经理</td><td>陈经理</td></tr>" in told
    assert "<b>顾" not in told
    assert {"same phone", "same name"} <= {as_seen(each.value) for each in shown.at.caption}
    key = f"pair_{warehouse.version}_A=B"
    shown.at.radio(key=f"stays_{key}").set_value("B")
    shown.press(f"one_{key}")
    assert keys(warehouse) == ["B", "C", "D", "E"]
    assert "顾明远 is merged into <b>顾</b>." in [as_seen(each.value) for each in shown.at.success]
    shown.press("undo_file")
    assert keys(warehouse) == ["A", "B", "C", "D", "E"]


def test_a_refused_pair_is_not_shown_again(warehouse):
    shown = Page("pages/customer/page.py", "zh")
    key = f"pair_{warehouse.version}_A=B"
    shown.press(f"two_{key}")
    assert "顾明远与<b>顾</b>不是同一个人，以后不再提示。" in [as_seen(each.value) for each in shown.at.success]
    assert "<td>13800000001</td>" not in drawn(Page("pages/customer/page.py"))
    file = Page("pages/customer/page.py", customer="B")
    assert any(as_seen(each.value).startswith("Not the same as 顾明远 (A); said ") for each in file.at.caption)
    [button] = [each.key for each in file.at.button if each.key and each.key.startswith("undo_said_")]
    file.press(button)
    assert "<td>13800000001</td>" in drawn(Page("pages/customer/page.py"))


def test_a_refusal_is_taken_back_where_pairs_are_shown(warehouse):
    shown = Page("pages/customer/page.py")
    shown.press(f"two_pair_{warehouse.version}_A=B")
    again = Page("pages/customer/page.py")
    [back] = [each.key for each in again.at.button if each.key.startswith("undo_refused_")]
    again.press(back)
    assert "<td>13800000001</td>" in drawn(again)


def test_the_file_says_who_was_merged_and_takes_it_back(warehouse):
    merge_records(warehouse, 1, [("A", "B")])
    shown = Page("pages/customer/page.py", customer="B")  # an old address
    assert [as_seen(each.value) for each in shown.at.title] == ["顾明远"]
    assert shown_figures(shown.at)[1].value == "4"
    day = date.today()
    assert any(as_seen(each.value).startswith("<b>顾</b> (B): 1 visit, ¥50; merged ") for each in shown.at.caption), day
    [button] = [each.key for each in shown.at.button if each.key and each.key.startswith("undo_said_")]
    shown.press(button)
    assert keys(warehouse) == ["A", "B", "C", "D", "E"]


def test_a_file_asks_whether_he_is_another_one(warehouse):
    shown = Page("pages/customer/page.py", customer="B")
    labels = [as_seen(each.proto.popover.label) for each in shown.at.get("popover")]
    assert "The same as 顾明远?" in labels
    shown.press(f"one_file_{warehouse.version}_A=B")
    assert keys(warehouse) == ["A", "C", "D", "E"]
    assert [as_seen(each.value) for each in shown.at.title] == ["顾明远"]


def test_somebody_else_under_the_key_is_parted(warehouse):
    shown = Page("pages/customer/page.py", customer="A")
    radio = shown.at.radio(key=f"part_{warehouse.version}_A")
    assert [as_seen(each) for each in radio.options] == ["小顾: 1 bill", "顾明远: 2 bills"]
    shown.press("part_person")
    assert keys(warehouse) == ["A", "A 小顾", "B", "C", "D", "E"]
    assert "小顾 has a record of their own now." in [as_seen(each.value) for each in shown.at.success]
    shown.press("undo_file")
    assert keys(warehouse) == ["A", "B", "C", "D", "E"]


def test_on_an_earlier_day_nothing_can_be_decided(warehouse):
    shown = Page("pages/customer/page.py", customer="A", as_of="2026-09-05")
    assert not [each.key for each in shown.at.button if each.key and each.key.startswith(("one_", "two_", "part_"))]
