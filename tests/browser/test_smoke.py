"""The app opens: in the browser's language, in both themes, and without a word to the outside."""

import pytest
from playwright.sync_api import expect

GROUNDS = {"light": "rgb(255, 255, 255)", "dark": "rgb(18, 22, 28)"}


@pytest.fixture(scope="module")
def url(app):
    return app().url


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
    settled(page).get_by_test_id("stSidebarNavLink").get_by_text("Settings").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Settings")
    expect(page).to_have_url(f"{url}/settings?lang=en")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_stays_on_this_machine_and_keeps_the_console_clean(url, new_page, settled, traffic, theme):
    page = new_page(color_scheme=theme)
    page.goto(url)
    links = settled(page).get_by_test_id("stSidebarNavLink")
    expect(links.first).to_be_visible()
    for number in range(links.count()):
        links.nth(number).click()
        settled(page)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_test_id("stException")).to_have_count(0)
    assert page.get_by_test_id("stApp").evaluate("node => getComputedStyle(node).backgroundColor") == GROUNDS[theme]
    assert traffic.foreign == []
    assert traffic.errors == []
