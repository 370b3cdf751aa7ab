"""The file of a customer as a browser shows it: found from a list and by search, printed on one page."""

import re
import shutil

import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def url(app, sample_houses, tmp_path_factory):
    return app(CUSTOMER_GRADING_DB=shutil.copy(sample_houses, tmp_path_factory.mktemp("files"))).url


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_prints_to_one_sheet(url, page, settled, lang):
    page.goto(f"{url}/customer?store=1&customer=K0072&lang={lang}")
    expect(settled(page).locator(".st-key-file_why strong").first).to_be_visible()
    page.emulate_media(media="print")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1


def test_a_click_in_a_list_and_the_search_lead_to_the_file(url, page, settled):
    page.goto(f"{url}/customers?store=1&q=K0072")
    box = settled(page).locator("[data-testid=stDataFrame]").first.bounding_box()
    page.mouse.click(box["x"] + 18, box["y"] + 52)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("澜州银行新港支行")
    expect(page).to_have_url(re.compile(r"/customer\?.*customer=K0072"))
    settled(page).locator(".st-key-pick_find input").fill("k0162")
    page.keyboard.press("Enter")
    expect(heading).to_have_text("澜州市湖东区发展和改革局")
    expect(page).to_have_url(re.compile("customer=K0162"))
    assert settled(page).locator(".file-year i.on").count() > 50


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_file_fits_a_laptop_without_scrolling(url, new_page, settled, lang, colours):
    page = new_page(viewport={"width": 1366, "height": 768}, color_scheme=colours)
    fits = "() => document.querySelector('.stMainBlockContainer').getBoundingClientRect().height <= 768"
    for store, customer in ((1, "K0072"), (1, "K0348"), (3, "MT0006")):  # with contacts, with a promise, with rooms and services
        page.goto(f"{url}/customer?store={store}&customer={customer}&lang={lang}")
        expect(settled(page).locator(".st-key-file_why strong").nth(1)).to_be_visible()
        page.wait_for_function(fits)  # a page that is still being put together may be higher
