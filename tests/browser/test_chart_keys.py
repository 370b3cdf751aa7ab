"""Charts by keyboard: their menu is named, opened, gone through and left by keys, and a part picked there opens its list."""

from datetime import date

import pytest
from playwright.sync_api import expect

from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build


@pytest.fixture(scope="module")
def url(app, tmp_path_factory):
    """The address of the app over two houses of one who is A, whom the others follow."""
    path = tmp_path_factory.mktemp("keys") / "warehouse.duckdb"
    warehouse = Warehouse(path)
    bills = [Bill(each, date(2026, 9, day), 100 * day, store_id=store) for store in (1, 2) for day, each in enumerate("abc", 1)]
    build(warehouse, bills, [Profile(each, each.upper(), store_id=store) for store in (1, 2) for each in "abc"], ("Pine", "Oak"))
    warehouse.close()
    return app(CUSTOMER_GRADING_DB=str(path)).url


@pytest.mark.parametrize(
    ("locale", "named", "pick", "first"),
    [("en-US", "Chart menu", "Pick a part to see its customers", "Pin to the workshop"), ("zh-CN", "图表菜单", "选一块看名单", "加入讲解")],
)
def test_a_menu_is_named_entered_and_left_by_keys_and_a_part_picked_there_opens_its_list(url, new_page, settled, locale, named, pick, first):
    page = new_page(locale=locale)
    page.goto(url)
    button = settled(page).locator(".st-key-menu_pie_customers").get_by_role("button", name=named, exact=True)
    menu, field = page.get_by_role("dialog", name=named), page.get_by_role("combobox", name=pick)
    button.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("stPopoverBody").get_by_role("button", name=first)).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(button).to_be_focused()
    button.press("Enter")
    expect(field).to_be_focused()
    for key in ("Shift+Tab", "Enter", "Tab", "Tab", "Tab"):
        page.keyboard.press(key)
        page.wait_for_timeout(300)
    expect(menu).to_be_hidden()  # Tab has left it at its end
    assert page.evaluate("() => !!document.activeElement.closest('.st-key-picture_pie_customers')")
    button.press("Enter")
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")  # the list alone
    expect(field).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    words = page.locator("[role=option][data-focused=true]").text_content()
    page.keyboard.press("Enter")
    expect(settled(page).locator(".st-key-close_behind")).to_be_visible()
    assert "list=tier" in page.url
    expect(field).to_have_value(words)


def test_the_pies_of_a_comparison_are_picked_by_keyboard_too(url, new_page, settled):
    page = new_page(locale="en-US", viewport={"width": 390, "height": 844})
    page.goto(f"{url}/compare")
    settled(page).locator("[class*=st-key-corner_] button:visible").first.press("Enter")
    expect(page.get_by_role("combobox", name="Pick a part to see its customers")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(settled(page).locator(".st-key-close_behind")).to_be_visible()
