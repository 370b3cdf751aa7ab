"""The app opens: in the browser's language, in both themes, without a word to the outside, and for its own pages only."""

import re
from datetime import date
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import expect

from pages.shared.parts import CHARTS, GRID, parts_of
from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build
from tools.screenshots import page_names

PHONE = {"width": 390, "height": 844}
WITHOUT_PICKERS = {"schemes", "workshop", "upload", "settings", "help"}
ON_PHONE = """() => {
  const main = document.querySelector('[data-testid=stMain]'), seen = (one) => one && one.getClientRects().length > 0;
  const first = (what) => [...main.querySelectorAll(what)].find(seen);
  const figure = first('.figure');
  return {
    tooWide: Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth),
    figure: figure ? figure.getBoundingClientRect().bottom : 0,
    line: seen(document.querySelector('.st-key-fold_line_pickers')), store: seen(document.querySelector('.st-key-pick_store')),
    calls: [...main.querySelectorAll('a[href^="tel:138"]')].filter(seen).length,
  };
}"""
FOLDED = "() => [...document.querySelectorAll('[class*=st-key-wide_]')].every((one) => one.getClientRects().length === 0)"
GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 22, 28)"}
MUTED = {"light": "rgb(91, 102, 115) 1 1", "dark": "rgb(154, 166, 178) 1 1"}  # with how opaque it is and what it stands in
INKS = """all => all.map((one) => [getComputedStyle(one).color, getComputedStyle(one).opacity,
  getComputedStyle(one.closest('[data-testid=stCaptionContainer]')).opacity].join(' '))"""


@pytest.fixture(scope="module")
def url(app):
    return app().url


@pytest.fixture(scope="module")
def filled(app, tmp_path_factory):
    """The address of the app over a house of forty customers, so that every page has its charts and lists."""
    path = tmp_path_factory.mktemp("smoke") / "warehouse.duckdb"
    warehouse = Warehouse(path)
    customers = [f"c{number:02}" for number in range(40)]
    bills = [
        Bill(customer, date(2026, 1 + (number + visit) % 9, 3 + number % 20), 100 + 10 * number)
        for number, customer in enumerate(customers)
        for visit in range(1 + number % 5)
    ]
    build(warehouse, bills, [Profile(customer, f"客户{customer}", f"138000000{customer[1:]}", "商务") for customer in customers])
    warehouse.close()
    return app(CUSTOMER_GRADING_DB=str(path)).url


@pytest.mark.parametrize(
    ("locale", "lang", "heading", "other", "heading_after"),
    [("zh-CN", "zh-CN", "经营概览", "English", "Overview"), ("en-US", "en", "Overview", "中文", "经营概览")],
)
def test_the_first_language_is_the_browsers_and_can_be_switched(
    url, new_page, settled, locale, lang, heading, other, heading_after
):
    page = new_page(locale=locale)
    page.goto(url)
    expect(settled(page).get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator("html")).to_have_attribute("lang", lang)
    page.get_by_test_id("stSidebar").get_by_text(other, exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(heading_after)
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN" if lang == "en" else "en")


def test_the_chosen_language_stays_in_the_address_bar_across_pages(url, page, settled):
    page.goto(f"{url}/?lang=en")
    settled(page).locator(".menu a").get_by_text("Settings").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
    expect(page).to_have_url(f"{url}/settings?lang=en&tab=grading")


def test_one_step_back_leads_to_the_page_before(filled, page, settled):
    def arrived(heading):
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        settled(page)

    page.goto(filled)
    arrived("经营概览")
    for link in ("客户", "留存与流失"):
        page.locator(".menu a").get_by_text(link, exact=True).click()
        arrived(link)
    page.get_by_text("首次到店分组", exact=True).click()
    expect(page).to_have_url(re.compile("tab=cohorts"))
    settled(page)
    for heading in ("客户", "经营概览"):
        page.go_back()
        arrived(heading)
    page.go_forward()
    arrived("客户")
    assert "store=1" in page.url
    with page.context.expect_page() as opened:  # a tab of its own has no session that knows the house
        page.locator(".menu a").get_by_text("对比", exact=True).click(modifiers=["Control"])
    assert opened.value.url.endswith("/compare?store=1")
    assert page.url.partition("?")[0].endswith("/customers")


@pytest.mark.parametrize(("size", "locale"), [((1366, 768), "zh-CN"), ((1366, 768), "en-US")])
def test_the_whole_menu_is_seen_without_scrolling_and_no_entry_is_cut(url, new_page, settled, size, locale):
    page = new_page(locale=locale, viewport=dict(zip(("width", "height"), size, strict=True)))
    page.goto(url)
    links = settled(page).locator(".menu a")
    assert links.count() == len(page_names()) - 1  # the file of a customer is opened from lists and by search
    for link in links.all():
        expect(link).to_be_in_viewport(ratio=1)
        assert link.evaluate("node => [node, ...node.querySelectorAll('*')].every(each => each.scrollWidth <= each.clientWidth + 1 || !each.clientWidth)")
    expect(page.get_by_test_id("stSidebar").get_by_text("English", exact=True)).to_be_in_viewport(ratio=1)


def test_a_link_of_the_menu_is_followed_in_the_same_session_by_key_or_tap_and_closes_the_menu_of_a_phone(url, new_page, settled):
    page = new_page(locale="en-US", viewport={"width": 390, "height": 800})
    page.goto(url)
    settled(page).evaluate("window.notLoadedAnew = true")
    for act in (lambda link: link.click(), lambda link: link.press("Enter")):
        page.get_by_test_id("stExpandSidebarButton").click()
        link = page.locator(".menu a", has_text="Settings" if page.url.endswith("/") else "Upload")
        expect(link).not_to_have_attribute("aria-current", "page")
        act(link)
        expect(link).to_have_attribute("aria-current", "page")
        expect(page.get_by_test_id("stSidebar")).to_have_attribute("data-collapsed", "true")
        assert page.evaluate("window.notLoadedAnew")
    assert settled(page).locator(".menu [aria-current]").count() == 1


def test_streamlits_own_words_are_said_in_the_language_of_the_page(filled, page, settled):
    page.goto(filled)
    skip, calendar = settled(page).get_by_test_id("stSkipToContent"), page.get_by_test_id("stDateInputCalendarButton").first
    for lang, skipped, choose in ((None, "跳到正文", "选择日期"), ("English", "Skip to main content", "Choose date")):
        if lang:
            page.get_by_test_id("stSidebar").get_by_text(lang, exact=True).click()
        expect(skip).to_have_text(skipped)
        expect(calendar).to_have_attribute("aria-label", choose)


def test_what_a_picker_of_several_offers_is_said_in_chinese_too(filled, page, settled):
    page.goto(f"{filled}/customers")
    typed = settled(page).get_by_test_id("stMultiSelect").first.locator("input")
    typed.click()
    expect(page.get_by_role("listbox")).to_be_visible()
    typed.press_sequentially("zz")
    expect(page.get_by_role("listbox")).to_have_text("没有符合的")


def test_every_page_of_an_empty_house_stays_on_this_machine_and_keeps_the_console_clean(url, new_page, settled, traffic):
    page, inks = new_page(), set()
    page.goto(url)
    links = settled(page).locator(".menu a")
    expect(links.first).to_be_visible()
    for number in range(links.count()):
        links.nth(number).click()
        inks |= check_page(settled(page))
    assert page.get_by_test_id("stApp").evaluate("node => getComputedStyle(node).backgroundColor") == GROUNDS["light"]
    assert inks <= {MUTED["light"]}
    assert (traffic.foreign, traffic.errors) == ([], [])


def check_page(page):
    """Look whether a page stands; return the inks of its captions."""
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    return set(page.locator("[data-testid=stCaptionContainer] p").evaluate_all(INKS))


def drawn_with(page):
    """Return the large parts of Streamlit that are on the page."""
    return [part for part in (CHARTS, "PlotlyChart", GRID) if page.get_by_test_id(f"st{part}").count()]


def test_on_a_dark_phone_pickers_fold_the_answer_comes_first_lists_call_and_all_stays_here(filled, new_page, settled, traffic):
    page = new_page(viewport=PHONE, color_scheme="dark")
    found, drawn, inks, unnamed = {}, 0, set(), set()
    page.goto(filled)
    settled(page)
    for name in page_names():
        link = page.locator(f".menu a[href$='/{'' if name == 'overview' else name}']")
        if link.count():  # the menu of a phone is folded away; by a link the frontend is not loaded again
            link.first.evaluate("link => link.click()")
            expect(link.first).to_have_attribute("aria-current", "page")
        else:
            page.goto(f"{filled}/{name}")
        settled(page).wait_for_function(FOLDED)  # styles may come after what they hide
        found[name] = page.evaluate(ON_PHONE)
        drawn += page.locator(".js-plotly-plot, [data-testid=stEChartsChart] svg, [data-testid=stDataFrame] canvas").count()
        unnamed |= {(name, part) for part in drawn_with(page) if part not in parts_of(name)}
        inks |= check_page(page)
    assert unnamed == set()
    assert page.get_by_test_id("stApp").evaluate("node => getComputedStyle(node).backgroundColor") == GROUNDS["dark"]
    assert inks <= {MUTED["dark"]}
    assert drawn >= 20  # that they could be forbidden something
    assert (traffic.foreign, traffic.errors) == ([], [])
    assert {name: each["tooWide"] for name, each in found.items() if each["tooWide"] > 0} == {}
    assert {name: each["figure"] for name, each in found.items() if each["figure"] > 700} == {}
    folded = [name for name, each in found.items() if each["line"]]
    assert {*page_names()} - {*folded} == WITHOUT_PICKERS
    assert not any(found[name]["store"] for name in folded)
    assert all(found[name]["calls"] for name in ("customers", "gradings", "warnings"))

    page.goto(f"{filled}/customers")
    line = settled(page).locator(".st-key-fold_line_pickers button")
    expect(line).to_contain_text("Pine Hotel · 2026-09-20 · 近365天 · A/B/C/D")
    line.click()
    expect(page.locator(".st-key-pick_store")).to_be_visible()
    settled(page).locator(".cards a.name").first.click()
    expect(page.locator(".st-key-file_why")).to_be_visible()
    expect(page).to_have_url(re.compile("/customer[?].*customer=c"))
    expect(page.locator(".st-key-pick_store")).to_be_hidden()  # a link begins anew


@pytest.mark.parametrize("viewport", [PHONE, {"width": 1366, "height": 768}])
def test_the_keyboard_is_in_the_content_within_five_tabs(url, new_page, settled, viewport):
    page = new_page(viewport=viewport)
    page.goto(url)
    where = "() => ['stMain', 'stSidebar'].find(each => document.activeElement.closest(`[data-testid=${each}]`))"
    settled(page).keyboard.press("Tab")
    expect(page.get_by_test_id("stSkipToContent")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate(where) != ("stSidebar" if viewport == PHONE else "stMain")  # a menu folded away holds no focus
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(where) == "stMain"
    assert page.evaluate("() => document.activeElement.getClientRects().length > 0")


def test_a_page_of_another_port_neither_frames_the_app_nor_opens_its_stream(url, page, traffic, tmp_path):
    (tmp_path / "index.html").write_text(f"<iframe src={url}></iframe>", encoding="utf-8")
    handler = type("Quiet", (SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
    with ThreadingHTTPServer(("127.0.0.1", 0), lambda *asked: handler(*asked, directory=tmp_path)) as other:
        Thread(target=other.serve_forever, daemon=True).start()
        page.goto(f"http://127.0.0.1:{other.server_port}/")
        opened = page.evaluate(
            """address => new Promise(told => {
                const stream = new WebSocket(address);
                stream.onopen = () => told("open");
                stream.onerror = () => told("refused");
            })""",
            f"{url.replace('http', 'ws')}/_stcore/stream",
        )
        framed = page.frames[1].url
        other.shutdown()
    assert opened == "refused"
    assert framed == "chrome-error://chromewebdata/"
    traffic.forbidden.clear()  # the foreign page was told why
