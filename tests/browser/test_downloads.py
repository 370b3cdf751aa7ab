"""Every download of every page, pressed in Chinese under two schemes: what it writes is Chinese and grades by that scheme."""

import io
import re
import shutil

import openpyxl
import pytest
from playwright.sync_api import expect
from pptx import Presentation

from segmentation.fields import own_words
from segmentation.language.i18n import translator
from segmentation.schemes import schemes
from tools.screenshots import page_names

PAGES = {  # page -> how many files it offers
    "": 4, "controllable": 2, "customers": 2, "modules": 2, "pyramids": 4, "gradings": 4, "retention": 2, "migration": 4, "warnings": 4, "foresight": 2,
    "assign": 2, "today": 3, "targets": 3, "compare": 3, "schemes": 1, "upload": 8,
    "progress": 6, "customer": 4, "composition": 2,
}
NONE = {"settings", "workshop", "handover", "help", "festivals", "helped"}  # before a backup is made, a slide pinned, and it is said who leaves, which festival, who is drawn
TABS = {"controllable?tab=rules": 2, "gradings?tab=matrix": 4, "gradings?tab=rfm": 4, "gradings?tab=scorecards": 4} | {
    "festivals?festival=mid_autumn&festival_year=2026": 4, "helped?store=4&list=drawn%3Dall%3A": 4, "composition?tab=indicators": 2, "composition?store=3&tab=products": 6, "composition?store=3&tab=receivables": 4, "composition?store=3&tab=stored": 4, "progress?tab=coverage": 6, "progress?tab=ladder": 4, "progress?tab=points": 2, "handover?leaving=苗若谷": 3, "customer?customer=K0072": 1,
}
KEYS = {tier.key for scheme in schemes().values() for tier in scheme.tiers if len(tier.key) > 1}
ENGLISH = {label for label in own_words() if len(label) > 2 and translator("zh")(label) != label}
SENTENCE = re.compile(r"\b(?:the|of|are|days|customers|visits|up to)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def url(app, sample_houses, tmp_path_factory):
    return app(CUSTOMER_GRADING_DB=shutil.copy(sample_houses, tmp_path_factory.mktemp("downloads"))).url


def texts_of(name, data):
    """Every text of a file that a person would read."""
    if name.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(data))
        cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
        return [*book.sheetnames, *(str(cell) for cell in cells if isinstance(cell, str) and not cell.startswith("="))]
    if name.endswith(".csv"):
        return data.decode("utf-8-sig").replace("\r\n", ",").split(",")
    if name.endswith(".pptx"):
        return [text for slide in Presentation(io.BytesIO(data)).slides for shape in slide.shapes for text in texts_of_shape(shape)]
    if name.endswith(".html"):
        return re.sub(r"<style.*?</style>|<[^>]+>", "\n", data.decode(), flags=re.DOTALL).split("\n")
    assert name.endswith(".toml"), name  # a scheme's file has both languages
    return []


def texts_of_shape(shape):
    if shape.has_text_frame:
        yield from shape.text_frame.text.split("\n")
    if shape.has_table:
        yield from (cell.text for row in shape.table.rows for cell in row.cells)
    if shape.has_chart:
        yield from (series.name for series in shape.chart.plots[0].series)
        yield from (str(category) for category in shape.chart.plots[0].categories)


def press_all(place, count):
    """Press what downloads and can be seen in a page or a part of it, ``count`` buttons; return the files by name."""
    buttons = place.get_by_test_id("stDownloadButton").locator("button:visible")
    expect(buttons).to_have_count(count)
    files = {}
    for button in buttons.all():
        with button.page.expect_download() as found:
            button.click()
        files[found.value.suggested_filename] = found.value.path().read_bytes()
    return files


def test_no_page_is_left_out():
    assert {name or "overview" for name in PAGES} | NONE == set(page_names())


GRADED = {page: PAGES[page] for page in ("customers", "gradings")}


@pytest.mark.parametrize(("scheme", "pages"), [("abcd", PAGES | TABS), ("cards", GRADED)])
def test_every_download_is_in_chinese_with_the_labels_of_its_scheme(url, page, settled, scheme, pages):
    wrong = {}
    for address, count in pages.items():
        link = page.locator(f".menu a[href='./{address}']")
        if scheme == "abcd" and address and link.count():  # the scheme that is picked anyway: by a link the frontend is not loaded again
            link.click()
            expect(link).to_have_attribute("aria-current", "page")
        else:
            page.goto(f"{url}/{address}{'&' if '?' in address else '?'}scheme={scheme}")
        files = press_all(settled(page), count)
        if (more := page.locator(".st-key-file_more button").first).count():  # the menu closes with a click beside it
            more.click()
            files |= press_all(page.get_by_test_id("stPopoverBody"), 3)
            count += 3
        assert len(files) == count
        for name, data in files.items():
            texts = [text.strip() for text in texts_of(name, data)]
            found = {text for text in texts if text in ENGLISH or text in KEYS or SENTENCE.search(text)}
            if found or not (name.endswith(".toml") or re.search("[\u4e00-\u9fff]", name)):
                wrong[address, name] = sorted(found)[:5]
    assert wrong == {}
