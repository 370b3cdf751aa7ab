import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

import pytest
from lxml import html

from segmentation.exports.summary import PIES, ROWS, PrintedFigure, Summary, one_page
from segmentation.slides import Category, Chart, Column, Series, Table

MODULES = (Category("政府", "#0072B2"), Category("散客", "#808890", True))
PIE = Chart("pie", "营收 ¥400", "365天", MODULES, (Series("贡献额", "money", (Decimal(100), Decimal(300))),))
TABLE = Table((Column("级别"), Column("贡献额", "money", True)), (("A级", Decimal("1.10")), ("B级", Decimal("2.20"))), "各级")
SUMMARY = Summary("松鹤楼", date(2026, 9, 30), "365天", "12位客户中，有效客户10位。", (PrintedFigure("有效客户", "10", "+1"),), (PIE,), TABLE, ("A级：…",))
NASTY = ["<b>x</b>", "<img src=x onerror=alert(1)>", '"><script>alert(1)</script>', "</style>", "a\x00b\ud800", "长" * 500, "&amp;"]


def page(summary=SUMMARY, lang="zh"):
    return one_page(summary, lang)


def test_it_asks_for_nothing_from_elsewhere():
    text = page()
    assert not re.search(r"https?:|//|@import|<script|<link|<img|<iframe|url\((?!#hatch)", text)
    assert "default-src 'none'" in text


def test_it_says_what_the_summary_says():
    text = html.fromstring(page()).text_content()
    for part in ("松鹤楼", "2026年9月30日", "12位客户中", "有效客户", "营收 ¥400", "25%", "75%", "各级", "¥1.10", "A级：…"):
        assert part in text


def test_slices_have_the_colours_and_sizes_of_the_description():
    text = page()
    assert '<path d="M0 0L0.00 -100.00A100 100 0 0 1 100.00 0.00Z" fill="#0072B2"/>' in text
    assert 'A100 100 0 1 1 0.00 -100.00Z" fill="url(#hatch0-1)"/>' in text


def test_the_totals_are_exact():
    last = html.fromstring(page()).xpath("//tr[@class='total']/td")
    assert [cell.text_content() for cell in last][1] == "¥3.30"


@pytest.mark.parametrize("text", NASTY)
def test_names_are_text_wherever_they_stand(text):
    pie = replace(PIE, title=text, subtitle=text, categories=(Category(text), Category(text)))
    table = Table((Column(text),), ((text,),), text)
    nasty = Summary(text, date(2026, 9, 30), text, text, (PrintedFigure(text, text, text),), (pie,), table, (text,))
    tags = _tags(page(nasty))
    assert not tags & {"b2", "img", "script"}
    assert _tags_in_order(page(nasty)) == _tags_in_order(page(replace(nasty, store="x", finding="x", notes=("x",))))


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)


def _tags_in_order(text):
    parser = _Tags()
    parser.feed(text)
    return parser.seen


def _tags(text):
    return set(_tags_in_order(text))


def test_what_has_no_room_is_left_out_and_counted():
    table = Table((Column("N", "count"),), tuple((n,) for n in range(100)))
    tree = html.fromstring(page(replace(SUMMARY, table=table, pies=(PIE,) * 5), "en"))
    assert len(tree.xpath("//tbody/tr")) == ROWS
    assert len(tree.xpath("//figure")) == PIES
    assert f"the first {ROWS} of 100" in tree.text_content()


def test_it_is_one_sheet_of_a4():
    text = page()
    assert "@page { size: A4 portrait; margin: 0 }" in text
    assert text.count('class="sheet"') == 1
    assert "height: 297mm" in text
    assert "overflow: hidden" in text


def test_a_pie_of_nothing_is_not_drawn():
    empty = replace(PIE, series=(Series("s", "count", (0, None)),))
    assert "<figure" not in page(replace(SUMMARY, pies=(empty,)))


def test_months_stand_as_high_as_they_are_and_say_their_sum():
    named, walk_in = (Series(name, "money", tuple(map(Decimal, values)), hatched=name == "散客")
                      for name, values in (("识别", (300, 100, -5)), ("散客", (100, 0, 5))))
    chart = Chart("stacked_column", "9月营收¥100", "各月营收", tuple(map(Category, ("8月", "9月", "10月"))), (named, walk_in))
    tree = html.fromstring(page(replace(SUMMARY, months=chart)))
    assert [each.text_content() for each in tree.xpath("//div[@class='stack']")] == ["¥400", "¥100", "¥0"]
    heights = [re.findall(r"\* ([0-9.]+)\)", each.get("style"))[0] for each in tree.xpath("//div[@class='stack']/i")]
    assert heights == ["0.2500", "0.7500", "0.2500", "0.0125"]
    assert not html.fromstring(page(replace(SUMMARY, months=replace(chart, series=(replace(named, values=(0, 0, 0)),))))).xpath(
        "//section[@class='months']"
    )


def test_the_day_is_said_once_and_no_line_parts_an_arrow_from_its_number():
    page = one_page(Summary("松", date(2026, 10, 31), "截至2026年10月31日的365天", "", (PrintedFigure("10月营收", "¥104万", "▼ 14.9% 9月 ¥122万"),)), "zh")
    assert page.split("</style>")[1].count("2026年10月31日") == 1
    assert "▼&nbsp;14.9%" in page
    bare = one_page(Summary("松", date(2026, 10, 31), "", ""), "zh")
    assert bare.split("</style>")[1].count("2026年10月31日") == 1
