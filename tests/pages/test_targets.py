"""The page Targets through the whole app: the proposal, growth typed, limits kept, drafts and plans set and taken back."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from lxml import html

from segmentation.exports.plan_sheets import plan_sheets
from segmentation.ingest.land import import_file
from segmentation.language.errors import InputError
from segmentation.measures.managers.plan import Growth, make_plan, read_proposal
from segmentation.settings.plan_reasons import read_reasons, save_reason
from segmentation.settings.plans import read_house_target, read_plan
from tests.grades import ABCD, settings
from tests.pages.driver import Page, house_of

OCTOBER = date(2026, 10, 1)
# K1 of 王经理 is known for 31 days of the 12 months up to 30 September, which are 496/487 of a month; K2 of nobody for less
BILLS = """账单号,日期,客户编号,客户名称,客户经理,台数,消费金额
B1,2026-08-31,K1,<b>市教育局</b>,王经理,1,600
B2,2026-09-07,K1,<b>市教育局</b>,王经理,2,200.50
B3,2026-09-30,K2,远山,,1,99.50
"""


@pytest.fixture
def warehouse(tmp_path, monkeypatch):
    with house_of(BILLS, tmp_path, monkeypatch) as opened:
        yield opened


@pytest.fixture
def page(warehouse):
    return lambda lang="en", **query: Page("pages/targets/page.py", lang, **query)


def table(page):
    """What stands in the plan: by grade the figures of its row, and the marks of limits that break."""
    [body] = [each.proto.body for each in page.at.get("html") if 'class="plan"' in each.proto.body]
    rows = html.fromstring(body).find(".//tbody").iter("tr")
    return [[f"{figure.get('data-mark') or ''}{figure.text_content()}" for figure in row.iter("b")] for row in rows]


def revenue(warehouse, state="set"):
    return [row["revenue"] for row in read_plan(warehouse, 1, OCTOBER, state).to_pylist() if row["revenue"]]


def test_the_proposal_stands_by_manager_and_for_all(page):
    shown = page()
    assert shown.heads()[0] == "Known customers, Oct 2026: ¥885 planned."
    assert table(shown) == [
        ["1", "2.9", "3", "¥267", "¥786", "–"], ["1", "1.0", "1", "¥100", "¥100", "–"], ["0", "–", "0", "–", "¥0", "–"],
        ["0", "–", "0", "–", "¥0", "–"], ["In total", "2", "2.0", "4", "¥224", "¥885", "–"],
    ]
    assert page("zh").heads()[0] == "老客户：2026年10月目标¥885。"
    assert page(manager="王经理").heads()[0] == "王经理, Oct 2026: ¥786 planned."
    assert page(manager="-").heads()[0] == "Customers of nobody, Oct 2026: ¥100 planned."
    assert page(plan_month="2026-09").heads()[0] == "Known customers, Sep 2026: ¥600 planned."


def test_growth_is_typed_held_to_the_limit_and_set(page, warehouse):
    shown = page(manager="王经理")
    key = "growth_1_2026-10-01_王经理_A_"
    shown.set("number_input", f"{key}frequency", 25.0)
    shown.set("number_input", f"{key}standard", 10.0)
    assert table(shown)[0] == ["1", "▲3.7", "4", "¥294", "¥1,081", "–"]  # 785.9748 × 1.375 = 1080.72
    assert "1 limit is broken" in shown.texts()
    assert "▲ Grade A: frequency +25%, at most +20%. Keeping to it: ¥43 less, about 1 table." in shown.texts()
    assert "Changed and not kept yet" in shown.texts()
    why = "reason_2026-10_王经理_A_frequency_above"
    shown.set("text_input", why, " a <b>wedding</b>   is booked ")
    assert "Reason: a <b>wedding</b> is booked" in shown.texts()
    reasons = read_reasons(warehouse, 1, OCTOBER)
    assert reasons == {("王经理", "A", "frequency_above"): "a <b>wedding</b> is booked"}
    assert table(shown)[0][1] == "▲3.7"  # what was typed is still there
    shown.press("to_limit_0")
    assert shown.at.number_input(key=f"{key}frequency").value == 20.0
    assert table(shown)[0][4] == "¥1,037"  # 785.9748 × 1.32
    assert "No limit is broken" in shown.texts()
    shown.press("save_draft")
    assert (revenue(warehouse), revenue(warehouse, None)) == ([], [Decimal("1037.49"), Decimal("99.50")])
    shown.press("set_plan")
    assert "The plan of Oct 2026 is set." in shown.texts()
    assert revenue(warehouse) == [Decimal("1037.49"), Decimal("99.50")]
    again = page(manager="王经理")
    assert again.heads()[0] == "王经理, Oct 2026: ¥1,037 planned."
    assert again.at.number_input(key=f"{key}standard").value == 10.0
    shown.press("undo_plan")
    assert (revenue(warehouse), revenue(warehouse, None)) == ([], [Decimal("1037.49"), Decimal("99.50")])


def test_who_sets_a_plan_that_was_set_in_another_window_is_asked_and_keeps_his_typing(page, warehouse):
    one, other = page(manager="王经理"), page(manager="王经理")
    key = "growth_1_2026-10-01_王经理_A_standard"
    one.set("number_input", key, 10.0)
    other.set("number_input", key, 5.0)
    one.press("set_plan")
    assert revenue(warehouse) == [Decimal("864.57"), Decimal("99.50")]  # 785.9748 × 1.1
    other.set("number_input", key, 7.0)  # his page is drawn anew, over the plan of the other
    other.press("set_plan")
    assert revenue(warehouse) == [Decimal("864.57"), Decimal("99.50")]
    assert "somebody else kept this plan. Nothing was written" in other.texts()
    assert other.at.number_input(key=key).value == 7.0
    other.press("set_plan")
    assert revenue(warehouse) == [Decimal("840.99"), Decimal("99.50")]  # 785.9748 × 1.07
    one.press("undo_plan")  # is of a plan that is no longer the last
    assert "somebody else kept this plan" in one.texts()
    assert revenue(warehouse) == [Decimal("840.99"), Decimal("99.50")]


def test_growth_for_all_is_that_of_each_and_those_asleep_are_typed_for_one(page):
    shown = page()
    shown.set("number_input", "growth_1_2026-10-01_*_A_customers", 100.0)
    assert table(shown)[0][:1] == ["2"]
    assert shown.at.number_input(key="growth_1_2026-10-01_*_D_woken").disabled
    shown.set("number_input", "growth_1_2026-10-01_*_A_customers", 60.0)  # of one customer two, which is twice as many
    shown.press("set_plan")
    assert (table(shown)[0][0], shown.at.number_input(key="growth_1_2026-10-01_*_A_customers").value) == ("2", 60.0)
    # another window has what was typed too, and each manager's is that of all
    assert page().at.number_input(key="growth_1_2026-10-01_*_A_customers").value == 60.0
    assert page(manager="王经理").at.number_input(key="growth_1_2026-10-01_王经理_A_customers").value == 60.0
    shown.press("undo_plan")
    assert shown.at.number_input(key="growth_1_2026-10-01_*_A_customers").value == 0.0
    [kept] = [each.proto.body for each in shown.at.get("html") if "Undone" in each.proto.body]
    undone, was_set = html.fromstring(kept).find(".//tbody").iter("tr")
    assert [cell.text_content() for cell in undone][1:] == ["Undone", "–", "–", "–"]
    assert [cell.text_content() for cell in was_set][1:3] == ["Set", "3"]
    one = page(manager="王经理")
    one.set("number_input", "growth_1_2026-10-01_王经理_D_woken", 3)
    assert table(one)[3][:3] == ["3", "1.0", "3"]  # nobody came back yet: once each


def test_the_houses_target_gives_shares_and_is_taken_back(page, warehouse):
    shown = page()
    key = "house_target_1_2026-10-01"
    shown.set("text_input", key, "1万")
    assert read_house_target(warehouse, 1, OCTOBER) == 10_000
    assert shown.heads()[0] == "Known customers, Oct 2026: ¥885 planned, 8.9% of target."
    shown.set("text_input", key, "many")
    assert "The target of the house must be an amount above 0" in shown.texts()
    assert shown.at.text_input(key=key).value == "¥10,000"
    shown.set("text_input", key, "")
    assert read_house_target(warehouse, 1, OCTOBER) is None
    shown.set("text_input", key, "2万")
    shown.press("set_plan")
    shown.set("text_input", key, "3万")
    shown.press("set_plan")
    assert read_house_target(warehouse, 1, OCTOBER) == 30_000
    shown.press("undo_plan")  # what was typed with it goes too, and comes back
    assert read_house_target(warehouse, 1, OCTOBER) == 20_000
    shown.press("undo_last_plan")
    assert read_house_target(warehouse, 1, OCTOBER) == 30_000


def test_development_says_how_many_are_to_be_won(page):
    shown = page()
    assert "Say how many tables the house has" in shown.texts()
    shown.at.number_input(key="house_tables").set_value(1)
    shown.press("save_house")
    # 1 × 2 × 31 × 80 % = 49.6, of them 45 % = 22.3; 2.95 + 1 are planned; nobody was followed for three months, grade C has nobody
    assert "1 tables × 2 meal periods × 31 days × occupancy 80% = 50 tables" in shown.texts()
    assert "× 45% known customers = 22 tables, 4 planned: 18 missing" in shown.texts()
    assert "How many new customers that needs cannot be told yet." in shown.texts()


def test_a_file_of_targets_stands_as_a_draft_until_it_is_set(page, warehouse, tmp_path):
    path = tmp_path / "targets.csv"
    path.write_text("月份,客户经理,级别,客户量,频次,桌均,全店目标\n2026-10,王经理,A,2,3,500,6000\n2026-10,周<b>,B,1,1,99,\n", encoding="utf-8")
    import_file(warehouse, "Pine Hotel", path)
    shown = page()
    assert "As in the file targets.csv: set the plan to let it hold." in shown.texts()
    assert shown.heads()[0] == "Known customers, Oct 2026: ¥3,199 planned, 53.3% of target. 1 limit is broken."  # 3000 + 99 + K2's 99.50
    shown.press("set_plan")
    assert revenue(warehouse) == [Decimal("99.00"), Decimal("3000.00"), Decimal("99.50")]


def test_a_reason_is_printed_on_the_sheet_and_forgotten_when_blank(warehouse):
    save_reason(warehouse, 1, OCTOBER, ("王经理", "A", "frequency_above"), "<b>wedding</b>")
    proposal = read_proposal(warehouse, 1, ABCD, OCTOBER, date(2026, 9, 30), settings())
    plan = make_plan(proposal, None, {("王经理", "A"): Growth(frequency=Fraction(1, 4))})
    sheet = html.fromstring(plan_sheets("Pine Hotel", plan, ABCD, "en", read_reasons(warehouse, 1, OCTOBER)))
    assert [text.rpartition("Reason:")[2] for each in sheet.iter("p") if "Reason:" in (text := each.text_content())] == [" <b>wedding</b>"]
    save_reason(warehouse, 1, OCTOBER, ("王经理", "A", "frequency_above"), " ")
    assert read_reasons(warehouse, 1, OCTOBER) == {}
    with pytest.raises(InputError):
        save_reason(warehouse, 1, OCTOBER, ("王经理", "A", "frequency_above"), "x" * 201)
