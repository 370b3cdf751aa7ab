"""Five calls on a phone: each outcome is one tap on a target that a thumb meets, saved at once and taken back in place."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile
from tests.managed import build_managed

PHONE = {"width": 390, "height": 560}  # so low that a thumb has scrolled to the outcomes
ON = date(2026, 10, 1)
TARGETS = """() => [...document.querySelectorAll(
  '.st-key-outcomes button, .call-number, .st-key-lines button, .call-round, .st-key-call_undo button, .st-key-call_more button, ' +
  '.call-file, .st-key-quick_dates button, .stMain [data-testid=stButtonGroup] button, summary, [class*=st-key-fold_line_] button'
)].filter((one) => one.getClientRects().length).map((one) => {
  const box = one.getBoundingClientRect();
  return [one.closest('.st-key-outcomes') ? 'outcome' : 'other', Math.round(box.height), Math.round(box.width), box.right <= innerWidth];
})"""
COVERED = """() => {
  const [bar, name] = ['.st-key-call_undo', '.call-card .who'].map((what) => document.querySelector(what).getBoundingClientRect());
  return bar.top < name.bottom && name.top < bar.bottom && name.bottom > 0;
}"""
LINES = """() => [...document.querySelectorAll('.st-key-lines [class*=st-key-line_]')].map((one) => {
  const [line, call] = ['button', '.call-round'].map((what) => one.querySelector(what).getBoundingClientRect());
  const isBeside = call.left >= line.right && call.top < line.bottom && call.right <= innerWidth;
  return [isBeside, one.innerText.split('\\n')[1].startsWith('¥')];
})"""


@pytest.fixture(scope="module")
def house(app, tmp_path_factory):
    path = tmp_path_factory.mktemp("today") / "warehouse.duckdb"
    warehouse = Warehouse(path)
    bills = [Bill(None, ON - timedelta(days=ago)) for ago in range(1, 90)]
    bills += [Bill(f"c{n}", ON - timedelta(days=ago), 900 - n) for n in range(8) for ago in (10, 20, 30)]
    names = ["客户0", "客户1", "客户2", "客户3一家名字很长很长很长很长的有限公司", *(f"客户{n}" for n in range(4, 8))]
    profiles = [Profile(f"c{n}", name, f"1380000000{n}" if n else None, manager="苗经理") for n, name in enumerate(names)]
    build_managed(warehouse, bills, profiles)
    warehouse.close()
    return app(CUSTOMER_GRADING_DB=str(path), CUSTOMER_GRADING_TODAY=ON.isoformat()).url


def test_five_calls_are_recorded_by_taps(house, new_page, settled, traffic):
    page = new_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto(f"{house}/today?manager=苗经理")
    settled(page)
    answer = page.locator("h3")
    expect(answer).to_have_text("还有5位要打，先打客户0")
    page.get_by_placeholder("没有电话，问到填这里").fill("138 0000 0000")
    page.keyboard.press("Enter")
    expect(page.locator(".call-number")).to_have_attribute("href", "tel:13800000000")
    settled(page).get_by_text("换个日期 · 写一句").tap()
    expect(settled(page).get_by_role("button", name="今晚")).to_be_visible()
    targets = page.evaluate(TARGETS)
    assert {kind for kind, *_size in targets} == {"outcome", "other"}
    assert [size for kind, *size in targets if size[0] < (50 if kind == "outcome" else 44) or size[1] < 44 or not size[2]] == []
    assert page.evaluate(LINES) == [[True, True]] * 4  # the round button beside its line, and the money first: it is not cut
    for number, outcome in enumerate(("coming", "reached", "not_reached", "not_now", "coming")):
        expect(page.locator(".call-card .who")).to_contain_text(f"客户{number}")
        settled(page).locator(f".st-key-tap_{outcome}_c{number} button").tap()
        expect(settled(page).locator(".st-key-call_undo")).to_contain_text(f"客户{number}")
        expect(page.get_by_role("button", name="撤销")).to_be_in_viewport(ratio=1)
        if page.locator(".call-card .who").count():
            assert page.evaluate(COVERED) is False
    expect(answer).to_have_text("今天5位都打了，2位要来")
    settled(page).get_by_role("button", name="撤销").tap()  # settled: the button of the tap before is gone
    expect(page.locator(".call-card .who")).to_have_text("客户4")
    page.locator("[class*=st-key-bar_c4] button").tap()
    expect(page.get_by_text("以后不再联系客户4？")).to_be_visible()
    page.locator(".st-key-bar_yes button").tap()
    expect(answer).to_have_text("今天5位都打了，1位要来")
    settled(page).get_by_role("button", name="再打3位").tap()
    expect(answer).to_have_text("还有3位要打，先打客户5")
    page.reload()  # a call suspends the browser; what was tapped is written, and the card is named in the address
    expect(page.locator(".call-card .who")).to_have_count(0)
    expect(answer).to_have_text("今天5位都打了，1位要来")
    assert page.locator(".js-plotly-plot").count() == 0
    assert traffic.errors == []
