"""What is downloaded speaks the language and grades by the scheme of the page that it was pressed on."""

import io
import re
import threading
from datetime import date, timedelta

import openpyxl
import pytest
import streamlit as st

from segmentation.fields import own_words
from segmentation.language.i18n import translator
from segmentation.schemes import load_scheme
from tests.houses import Bill, Profile

DAY = date(2026, 9, 30)
BILLS = [
    Bill(f"k{number}", DAY - timedelta(days=number * 11 % 300 + 70 * visit), 50 + 900 * number, manager="王经理")
    for number in range(1, 16) for visit in range(1 + number % 4)
] + [Bill(None, DAY, 300)]
PROFILES = [Profile(f"k{number}", name=f"张{number}", module="政府" if number % 2 else None) for number in range(1, 16)]
ENGLISH = {label for label in own_words() if len(label) > 2 and translator("zh")(label) != label}
SENTENCE = re.compile(r"\b(?:the|of|are|days|customers|visits|up to)\b", re.IGNORECASE)


@pytest.fixture
def pressed(house, open_page, monkeypatch):
    """Return ``pressed(page, lang, **query)``: press every download of a page as Streamlit does, in a thread without the session."""
    house(BILLS, PROFILES)

    def press(page, lang, **query):
        offered = {}
        monkeypatch.setattr(
            st, "download_button", lambda label, data, file_name, *_rest, **_options: offered.__setitem__(file_name, data)
        )
        open_page(page, lang, **query)
        made = {}
        for name, make in offered.items():
            thread = threading.Thread(target=lambda name=name, make=make: made.__setitem__(name, make()))
            thread.start()
            thread.join()
        assert made.keys() == offered.keys()
        return made

    return press


def texts_of(name, data):
    """Every text of a file that a person would read."""
    if name.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(data))
        cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
        return [*book.sheetnames, *(str(cell) for cell in cells if isinstance(cell, str) and not cell.startswith("="))]
    if name.endswith(".csv"):
        return data.decode("utf-8-sig").replace("\r\n", ",").split(",")
    return re.sub(r"<style.*?</style>|<[^>]+>", "\n", data.decode(), flags=re.DOTALL).split("\n") if name.endswith(".html") else []


@pytest.mark.parametrize(
    ("page", "query", "scheme"),
    [
        ("overview", {}, "abcd"), ("overview", {"scheme": "cards"}, "cards"), ("customers", {}, "abcd"),
        ("customers", {"scheme": "pyramid"}, "pyramid"), ("modules", {}, "abcd"), ("pyramids", {}, "pyramid"), ("matrix", {}, "potential"),
        ("rfm", {}, "rfm"), ("cards", {}, "cards"), ("retention", {}, "abcd"), ("migration", {}, "abcd"), ("warnings", {}, "abcd"),
        ("compare", {}, "abcd"), ("scorecards", {}, "scorecard"),
    ],
)
def test_a_download_is_in_chinese_with_the_labels_of_its_scheme(pressed, page, query, scheme):
    keys = {tier.key for tier in load_scheme(scheme).tiers if len(tier.key) > 1}
    made = pressed(page, "zh", **query)
    assert made
    for name, data in made.items():
        texts = [text.strip() for text in texts_of(name, data)]
        assert not [text for text in texts if text in ENGLISH or text in keys or SENTENCE.search(text)], name
