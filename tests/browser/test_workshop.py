"""Two sample houses side by side, pinned, shown slide by slide with the keyboard, and taken home as a deck."""

import re
import shutil
from decimal import Decimal
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from pptx import Presentation

from segmentation.measures.revenue.composition import composition
from segmentation.schemes import load_scheme
from segmentation.settings.kept import scheme_settings
from segmentation.warehouse import Warehouse


@pytest.fixture(scope="module")
def samples(app, sample_houses, tmp_path_factory):
    """The app over the sample houses (url), and what the first of them lives on (expected)."""
    path = shutil.copy(sample_houses, tmp_path_factory.mktemp("samples"))
    warehouse, scheme = Warehouse(path), load_scheme("abcd")
    day = warehouse.cursor().execute("select max(day) from days where store_id = 1").fetchall()[0][0]
    expected = composition(warehouse, 1, scheme, day, scheme_settings(warehouse, 1, scheme), "module")
    warehouse.close()
    return SimpleNamespace(url=app(CUSTOMER_GRADING_DB=str(path)).url, expected=expected)


DRAWN = "[data-testid=stEChartsChart] > div > svg"


def button(page, key):
    return page.locator(f".st-key-{key} button").first


def pin(page, settled, address, key):
    page.goto(address)
    settled(page)
    if page.locator(f".st-key-menu_{key}").count():
        page.locator(f".st-key-menu_{key} button:visible").click()
    button(page, f"pin_{key}").click()
    expect(page.get_by_test_id("stToast")).to_be_visible()
    settled(page)


def download(page, key, target):
    with page.expect_download() as found:
        button(page, key).click()
    found.value.save_as(target)
    return target


def test_two_houses_are_compared_pinned_shown_by_keyboard_and_taken_home(samples, page, settled, traffic, tmp_path):
    page.goto(f"{samples.url}/compare")
    finding = settled(page).locator("h3").first
    share = re.search(r"(\d+)%\D+(\d+)%", finding.inner_text())
    assert (int(share[1]) > 50) != (int(share[2]) > 50)
    expect(page.locator(DRAWN)).to_have_count(5)
    said = finding.inner_text()

    pin(page, settled, f"{samples.url}/compare", "compare")
    pin(page, settled, samples.url, "pie_customers")
    pin(page, settled, f"{samples.url}/customers", "download_csv")

    page.goto(f"{samples.url}/workshop")
    button(settled(page), "start_show").click()
    heading = page.get_by_role("heading", level=1)
    first = said.split("。")[0] + "。"  # the second sentence stands below it, and over the gaps
    expect(heading).to_have_text(first)
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.get_by_test_id("stHeader")).to_be_hidden()
    page.wait_for_selector(".stage-at", state="attached")
    for key, slide in (("ArrowRight", 2), ("Space", 3), ("PageUp", 2), ("End", 4), ("ArrowRight", 4), ("Home", 1)):
        page.keyboard.press(key)
        expect(page).to_have_url(re.compile(rf"slide={slide}\b"))
        expect(page.locator(".st-key-foot")).to_contain_text(f"{slide} / 4")
    link = page.url
    page.go_back()  # however many keys were pressed, it is one step from the stage to the list
    expect(page.get_by_test_id("stSidebar")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/workshop\b(?!.*slide=)"))
    button(settled(page), "start_show").click()
    page.wait_for_selector(".stage-at", state="attached")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stSidebar")).to_be_visible()

    deck = Presentation(download(settled(page), "download_deck", tmp_path / "deck.pptx"))
    assert deck.slides[0].shapes.title.text_frame.text.startswith(said.rstrip("…"))  # the page's headline is its first sentence
    charts = [shape.chart for shape in deck.slides[1].shapes if shape.has_chart]  # the revenue of both; before it, their customers
    money = [Decimal(str(value)) for value in charts[0].plots[0].series[0].values]
    found = samples.expected
    assert money == [each.contribution for each in found.slices if each.customers] + [found.walk_in]
    assert not [shape for slide in deck.slides for shape in slide.shapes if shape.shape_type == 13]  # a picture

    page.goto(link)
    expect(settled(page).get_by_role("heading", level=1)).to_have_text(first)
    assert traffic.foreign == []
    assert traffic.errors == []


def test_a_click_opens_who_is_behind_a_slice_and_another_one_closes_it(samples, page, settled, tmp_path):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(samples.url)
    behind = page.locator(".st-key-behind")

    def click(pie, slice):
        page.locator(f".st-key-{pie} svg text", has_text=slice).first.click()

    click("pie_customers", "A级")
    expect(behind).to_contain_text("A级：59位客户，贡献¥467万")
    expect(page).to_have_url(re.compile("list=tier%3DA"))
    click("pie_contribution", "B级")
    expect(behind).to_contain_text("B级：74位客户，贡献¥202万")
    settled(page).reload()
    expect(behind).to_contain_text("B级：74位客户，贡献¥202万")
    click("pie_contribution", "B级")
    expect(behind).to_have_count(0)
    expect(page).not_to_have_url(re.compile("list="))

    settled(page).locator(".st-key-menu_months button:visible").click()
    with page.expect_download() as found:
        page.locator("[data-testid=stPopoverBody] .save-picture").click()
    found.value.save_as(tmp_path / "months.png")
    assert (tmp_path / "months.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert found.value.suggested_filename.startswith("2026年10月营收")

    for name in ("customers", "modules", "compare"):
        settled(page).locator(f".menu a[href$='/{name}']").first.click()
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    click("pies", "私企")
    expect(behind).to_contain_text("云栖湖宾馆 · 私企：112位客户")
    assert any("EChartsChart" in url for url in asked)
    assert not [url for url in asked if "plotly" in url.lower()]


def test_layers_boxes_bridges_and_gaps_open_their_customers_and_back_goes_a_step_back(samples, page, settled):
    behind = page.locator(".st-key-behind")
    page.goto(f"{samples.url}/pyramids?store=1")
    layer = page.locator("[class*=st-key-pyramid_] .stEChartsChart").first.locator("svg path[fill='#0BA785' i]")
    layer.click(force=True)
    expect(behind).to_contain_text("主要客户：75位客户，贡献¥509万")
    expect(page).to_have_url(re.compile("list=tier%3Dmajor"))
    settled(page)
    page.mouse.move(0, 0)  # pointed at, it is lighter
    layer.click(force=True)
    expect(behind).to_have_count(0)
    settled(page).go_back()
    expect(behind).to_contain_text("主要客户：75位客户，贡献¥509万")
    for address, key, mark, said in (
        ("gradings?tab=rfm&store=1", "rfm_grid", "10位客户", "R5 · FM3：10位客户，贡献¥11.5万"),
        ("compare?by=module&store=1", "compare_strip", re.compile(r"^−2\d\.\d$"), "云栖湖宾馆 · 未分类：66位客户"),
    ):
        page.goto(f"{samples.url}/{address}")
        settled(page).locator(f".st-key-{key} svg text", has_text=mark).first.click()
        expect(behind).to_contain_text(said)
    expect(page.locator(".st-key-behind_other")).to_contain_text("望江楼大酒店 · 未分类：")
    rows = page.locator(".st-key-behind_other [data-testid=stDataFrame]")
    settled(page).evaluate("document.querySelector('.st-key-behind_other [data-testid=stDataFrame]').scrollIntoView()")
    rows.click(position={"x": 16, "y": 52})
    expect(page).to_have_url(re.compile("/customer\\?.*customer=.*store=2|/customer\\?.*store=2.*customer="))
    expect(page.locator(".st-key-file_year")).to_be_visible()
    settled(page).go_back()
    expect(behind).to_contain_text("云栖湖宾馆 · 未分类：66位客户")


def test_one_switch_masks_the_screen_and_the_deck(samples, page, settled, tmp_path):
    pin(page, settled, f"{samples.url}/customers?lang=en", "download_csv")
    page.goto(f"{samples.url}/workshop?lang=en")
    phone = re.compile(r"\b1\d{10}\b")
    settled(page)
    open_deck = Presentation(download(page, "download_deck", tmp_path / "open.pptx"))
    page.locator(".st-key-masked label").first.click()
    settled(page)
    masked_deck = Presentation(download(page, "download_deck", tmp_path / "masked.pptx"))
    assert phone.search(texts_of(open_deck))
    assert not phone.search(texts_of(masked_deck))
    page.goto(f"{samples.url}/workshop?lang=en&slide=99")
    expect(settled(page).locator(".slide-table")).to_contain_text("****")
    assert not phone.search(page.locator(".slide-table").inner_text())


def texts_of(deck):
    cells = [
        cell.text
        for slide in deck.slides for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells
    ]
    return "\n".join(cells)
