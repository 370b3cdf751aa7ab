"""Narrow windows and paper: no label of a chart and no picker is cut, and what can only be pressed is not printed."""

import shutil
from datetime import date

import pytest

from segmentation.warehouse import Warehouse
from tests.houses import Bill, Profile, build

SIZES = ((1024, 768), (390, 844))
CUT_LABELS = """() => [...document.querySelectorAll("[data-testid=stEChartsChart] svg")].flatMap((svg) => {
  const room = svg.getBoundingClientRect();
  return [...svg.querySelectorAll("text")].filter((text) => {
    const box = text.getBoundingClientRect();
    return box.width && (box.left < room.left - 3 || box.right > room.right + 3 || box.top < room.top - 3 || box.bottom > room.bottom + 1);
  }).map((text) => text.textContent);
})"""
CUT_PICKERS = """() => [...document.querySelectorAll("[class*=_pickers] .stDateInput [role=group], .st-key-pick_window [data-baseweb] *")]
  .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth && each.textContent.trim()).map((each) => each.textContent)"""
CUT_CHOICES = """() => [...document.querySelectorAll("[data-testid=stMain] [data-testid=stButtonGroup] button")].filter((each) => {
  const box = each.getBoundingClientRect(), room = each.closest("[data-testid=stColumn], [data-testid=stMain]").getBoundingClientRect();
  return box.width && box.right > room.right + 1;
}).map((each) => each.textContent)"""
PRESSED = "[data-testid=stSidebar], .stDownloadButton, .stSelectbox, .stDateInput, [data-testid=stButtonGroup], [data-testid=stPopover]"

# The letters on paper, of the page and of its charts, whose darkest channel is not dark; the ground of the page
PALE = """() => [...new Set([...document.querySelectorAll("h1, h3, p, th, td, [data-testid=stEChartsChart] svg text")]
  .filter((each) => each.getBoundingClientRect().width).map((each) => getComputedStyle(each)[each.namespaceURI.endsWith("svg") ? "fill" : "color"])
  .filter((colour) => Math.min(...colour.match(/\\d+/g).slice(0, 3).map(Number)) > 140))]"""
GROUND = "() => getComputedStyle(document.querySelector('[data-testid=stMain]')).backgroundColor"


@pytest.fixture(scope="module")
def url(app, sample_houses, tmp_path_factory):
    return app(CUSTOMER_GRADING_DB=shutil.copy(sample_houses, tmp_path_factory.mktemp("widths"))).url


@pytest.mark.parametrize("name", ["", "compare", "modules"])
def test_nothing_is_cut_in_a_narrow_window_and_paper_has_no_buttons(url, page, settled, name):
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{url}/{name}")
        settled(page).wait_for_selector("[data-testid=stEChartsChart] svg text")
        assert page.evaluate(CUT_LABELS) == [], width
        assert page.evaluate(CUT_PICKERS) == [], width
    page.set_viewport_size({"width": 1366, "height": 768})
    settled(page).emulate_media(media="print")
    assert page.locator(PRESSED).locator("visible=true").count() == 0


@pytest.fixture(scope="module")
def small(app, tmp_path_factory):
    """The address of the app over a house of a single customer, and one whose refunds are more than its bills."""
    path = tmp_path_factory.mktemp("small") / "warehouse.duckdb"
    warehouse = Warehouse(path)
    day = date(2026, 10, 31)
    refunds = [Bill("a", day, -500, store_id=2), Bill("a", date(2026, 9, 9), 100, store_id=2), Bill(None, day, -10, store_id=2)]
    people = [Profile("a", "Ann", module="Government", store_id=store) for store in (1, 2)]
    build(warehouse, [Bill("a", day, 120), Bill("a", date(2026, 9, 9), 120), *refunds], people, ("Pine Hotel", "Oak Inn"))
    warehouse.close()
    return app(CUSTOMER_GRADING_DB=str(path)).url


@pytest.mark.parametrize("page", [{"locale": "en-US"}], indirect=True)
def test_a_slice_that_is_the_whole_pie_has_its_label_too_and_every_choice_can_be_read(small, page, settled):
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        for name in ("", "?store=2", "compare", "retention", "composition"):
            page.goto(f"{small}/{name}")
            settled(page).wait_for_selector("[data-testid=stEChartsChart] svg text")
            assert page.evaluate(CUT_LABELS) == [], (name, width)
            assert page.evaluate(CUT_CHOICES) == [], (name, width)


def test_the_dark_theme_prints_dark_on_white(url, page, settled):
    page.emulate_media(color_scheme="dark")
    page.goto(f"{url}/modules")
    settled(page).wait_for_selector("[data-testid=stEChartsChart] svg text")
    assert page.evaluate(GROUND) != "rgb(255, 255, 255)"
    assert page.evaluate(PALE) != []
    page.emulate_media(media="print")
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)"
    assert page.evaluate(PALE) == []
