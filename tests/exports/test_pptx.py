import io
import posixpath
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from lxml import etree
from openxml_audit import validate_pptx
from pptx import Presentation
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.shapes import MSO_SHAPE_TYPE
from pptx.oxml.ns import qn
from pptx.util import Pt

from segmentation.charts.stage import Stage, fit_table
from segmentation.exports.pptx import deck
from segmentation.exports.pptx.pies import unlabelled
from segmentation.exports.pptx.text import Box
from segmentation.exports.room import lines_needed
from segmentation.slides import KINDS, ONE_SERIES, PYRAMIDS, Category, Chart, Column, Grid, GridCell, Limit, Series, Slide, Table
from tests.every_slide import rankings

DAY = date(2026, 9, 30)
MODULES = (Category("政府", "#0072B2"), Category("私企", "#009E73"), Category("散客", "#808890", True))
COUNTS = Chart("pie", "客户数 100", "截至9月30日", MODULES[:2], (Series("客户", "count", (40, 60)),), ("客户：有账单的人。",))
MONEY = Chart(
    "pie", "营收", "365天", MODULES, (Series("贡献额", "money", (Decimal("0.10"), Decimal("123456789.01"), Decimal("50000000"))),)
)
GAPS = Chart("column", "差", "", MODULES, (Series("差", "points", (12.5, -3.0, -9.5)),))
COMPARED = Slide(
    "松鹤楼掌控 61%", (COUNTS, MONEY, COUNTS, MONEY), sides=("松鹤楼", "云栖湖"), strip=GAPS, notes=("在管：有客户经理。",), as_of=DAY
)
MONTHS = Chart(
    "line", "Controlled", "by month", tuple(Category(f"Month {n}", hatched=n == 12) for n in range(1, 13)),
    (Series("Managed", "ratio", tuple(n / 20 for n in range(12))), Series("45% rule of thumb", "ratio", (0.45,) * 12, reference=True)),
)
STACKED = Chart(
    "stacked_column", "Revenue", "", MODULES[:2],
    (Series("Identified", "money", (Decimal(5), Decimal(7)), "#2A75BA"), Series("Walk-ins", "money", (None, Decimal(1)), "#808890", True)),
)
TABLE = Table(
    (Column("Name", secret="name"), Column("Day", "date"), Column("Money", "money", True)),
    tuple((f"Customer {n}", DAY, Decimal(n) / 100) for n in range(40)),
)
NASTY = ["<b>x</b>", "<img src=x onerror=alert(1)>", "[a](javascript:b)", r"$\LaTeX$", "=1+1", "+1", "-1", "@a", "王😀", "长" * 200, "a\x00\x0bb\ud800c"]
NAMES = Chart("bar", "谁", "", tuple(Category(name) for name in NASTY), (Series("=sum", "money", tuple(Decimal(n) for n in range(11))),))


def opened(*slides, lang="zh"):
    return Presentation(io.BytesIO(deck(slides, lang)))


def frames(presentation):
    return [shape for slide in presentation.slides for shape in slide.shapes if shape.has_chart]


def parts(*slides, lang="zh"):
    archive = zipfile.ZipFile(io.BytesIO(deck(slides, lang)))
    return {name: archive.read(name) for name in archive.namelist()}


def data_of(frame):
    book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
    return list(book.active.iter_rows(values_only=True))


def test_every_chart_is_native_and_nothing_is_a_picture():
    presentation = opened(COMPARED, Slide("", (MONTHS,)), Slide("", (STACKED,)))
    assert len(frames(presentation)) == 7
    assert not [shape for slide in presentation.slides for shape in slide.shapes if shape.shape_type == MSO_SHAPE_TYPE.PICTURE]
    assert not [name for name in parts(COMPARED) if name.endswith((".png", ".jpg", ".jpeg", ".emf", ".svg"))]


@pytest.mark.parametrize("chart", [COUNTS, MONEY, GAPS, MONTHS, STACKED], ids=lambda chart: chart.title)
def test_the_numbers_are_those_that_went_in(chart):
    frame = frames(opened(Slide("", (chart,))))[0]
    given = [tuple(None if value is None else float(value) for value in series.values) for series in chart.series]
    assert [tuple(series.values) for series in frame.chart.plots[0].series] == given
    header, *rows = data_of(frame)
    assert header[1:] == tuple(series.name for series in chart.series)
    assert [row[0] for row in rows] == [category.label for category in chart.categories]
    assert list(zip(*(row[1:] for row in rows), strict=True)) == given


def test_a_point_has_the_colour_of_its_category():
    points = frames(opened(Slide("", (MONEY,))))[0].chart.plots[0].series[0].points
    assert [str(points[n].format.fill.fore_color.rgb) for n in range(3)] == ["0072B2", "009E73", "808890"]


def test_a_stack_in_a_deck_has_its_sum_written_above_it():
    # 5, and 7 with 1 of walk-ins on top; the sum stands at the topmost part of each stack
    identified, walk_ins = frames(opened(Slide("Revenue", (STACKED,)), lang="en"))[0].chart.plots[0].series

    def sums(series):
        return {int(label.find(qn("c:idx")).get("val")): label.find(".//" + qn("a:t")).text for label in series._element.iter(qn("c:dLbl"))
                if label.find(qn("c:tx")) is not None}

    assert (sums(identified), sums(walk_ins)) == ({0: "¥5"}, {1: "¥8"})


def test_labels_of_money_are_written_as_pages_write_them_for_the_value_that_is_there():
    sales = Series("", "money", (Decimal("13254312.55"), Decimal("9949.60"), Decimal("10123000")))
    chart = frames(opened(Slide("T", (Chart("column", "", "", MODULES, (sales,)),))))[0].chart
    labels = chart.plots[0].series[0]._element.find(qn("c:dLbls"))
    own = {each.find(qn("c:idx")).get("val"): each.find(qn("c:numFmt")).get("formatCode") for each in labels.findall(qn("c:dLbl"))}
    others = r'¥0\.0,"万"'
    assert labels.find(qn("c:numFmt")).get("formatCode") == others
    assert own == {
        "0": f'[=13254312.55]"¥1,325万";{others}', "1": f'[=9949.60]"¥9,950";{others}', "2": f'[=10123000.00]"¥1,012万";{others}',
    }


def test_where_every_stack_tells_its_sum_no_axis_repeats_them():
    months = tuple(Category(f"2026年{month}月", tick=f"{month}月") for month in (9, 10))
    won = Series("W", "money", (Decimal(2_000_000), Decimal(1_000_000)))
    lost = Series("L", "money", (Decimal(-500_000), Decimal(0)), hatched=True)
    chart = frames(opened(Slide("T", (Chart("stacked_column", "", "", months, (won, lost)),))))[0].chart
    space = chart._chartSpace
    assert not chart.value_axis.visible
    assert [each.text for each in space.iter(qn("a:t")) if each.text.startswith(("¥", "−¥"))] == ["¥200万", "¥100万", "−¥50万"]
    assert list(chart.plots[0].categories) == ["9月", "10月"]


def test_a_table_is_written_smaller_before_a_text_in_it_is_cut():
    name, heads = "A customer whose name is long enough", [Column("Name", "text"), *(Column(f"Money {at}", "money") for at in range(5))]
    slide = Slide("T", table=Table(tuple(heads), ((name, *[Decimal("1234567.80")] * 5),) * 3))
    frame = next(shape for shape in opened(slide, lang="en").slides[0].shapes if shape.has_table)
    cell = frame.table.cell(1, 0).text_frame
    assert (cell.text, cell.paragraphs[0].runs[0].font.size) == (name, Pt(12))
    assert frame.table.cell(1, 1).text_frame.text == "¥1,234,567.80"


def test_pies_of_many_slices_have_shares_beside_them_and_one_key_below():
    names = [f"Z{at} Module of customers {at}" for at in range(10)]
    pie = Chart("pie", "P", "", tuple(map(Category, names)), (Series("", "count", (5, 6, 7, 8, 9, 10, 11, 12, 13, 14)),))
    deck = opened(Slide("T", (pie, pie)), lang="en")
    told = [shape.text_frame.text for shape in deck.slides[0].shapes if shape.has_text_frame and "■" in shape.text_frame.text]
    assert len(told) == 1
    assert all(name in told[0] for name in names)
    assert {each.get("val") for frame in frames(deck) for each in frame.chart._chartSpace.iter(qn("c:showCatName"))} == {"0"}


def test_bars_below_zero_keep_their_colour():
    series = frames(opened(Slide("", (GAPS,))))[0].chart.plots[0].series[0]._element
    asked = [series, *series.findall(qn("c:dPt"))]
    assert len(asked) == 4
    assert {each.find(qn("c:invertIfNegative")).get("val") for each in asked} == {"0"}


def test_a_slide_is_wide_and_its_title_is_the_finding():
    presentation = opened(COMPARED)
    assert (presentation.slide_width, presentation.slide_height) == (Pt(960), Pt(540))
    assert presentation.slides[0].shapes.title.text == "松鹤楼掌控 61%"


def test_the_notes_hold_definitions_and_the_day():
    notes = opened(COMPARED).slides[0].notes_slide.notes_text_frame.text.split("\n")
    assert {"在管：有客户经理。", "客户：有账单的人。"} < set(notes)
    assert any("2026年9月30日" in line for line in notes)


@pytest.mark.parametrize(("lang", "tag"), [("zh", "zh-CN"), ("en", "en-US")])
def test_every_run_has_a_chinese_font_and_a_language(lang, tag):
    for name, content in parts(COMPARED, Slide("T", table=TABLE), Slide("", (MONTHS,)), lang=lang).items():
        if not name.startswith(("ppt/slides/slide", "ppt/charts/chart", "ppt/notesSlides/notesSlide")):
            continue
        root = etree.fromstring(content)
        assert not [run for run in root.iter(qn("a:r")) if run.find(qn("a:rPr")) is None]
        for properties in root.iter(qn("a:rPr"), qn("a:defRPr"), qn("a:endParaRPr")):
            faces = [properties.find(qn(face)).get("typeface") for face in ("a:latin", "a:ea", "a:cs")]
            assert (faces, properties.get("lang")) == (["Microsoft YaHei"] * 3, tag), name


def test_everything_is_large_enough_for_a_room():
    for name, content in parts(COMPARED, Slide("T", table=TABLE), Slide("", (MONTHS,)), Slide("", (STACKED, NAMES, GAPS))).items():
        if name.startswith(("ppt/slides/slide", "ppt/charts/chart")):
            sizes = [int(each.get("sz")) for each in etree.fromstring(content).iter() if each.get("sz", "").isdigit()]
            assert min(sizes) >= 1400, name
    assert all(slide.shapes.title.text_frame.paragraphs[0].runs[0].font.size >= Pt(28) for slide in opened(COMPARED).slides)


def test_every_chart_and_table_is_described_for_those_who_cannot_see_it():
    presentation = opened(COMPARED, Slide("T", table=TABLE))
    told = [
        shape._element.nvGraphicFramePr.cNvPr.get("descr")
        for slide in presentation.slides for shape in slide.shapes if shape.has_chart or shape.has_table
    ]
    assert len(told) == 9
    assert told[0] == "客户数 100. 截至9月30日. 客户: 政府 40 (40.0%), 私企 60 (60.0%)"
    assert all(told)


@pytest.mark.parametrize("slide", [
    COMPARED, Slide("T" * 500, (NAMES,)), Slide("", (COUNTS, NAMES, MONTHS)), Slide("四", (COUNTS, MONEY, STACKED, GAPS)),
    Slide("四", (COUNTS, COUNTS, MONEY, MONEY)), Slide("T", (COUNTS,), table=TABLE), Slide("T", table=TABLE),
], ids=["compare", "long", "three", "four", "pies", "with table", "table"])
def test_nothing_stands_outside_the_slide(slide):
    presentation = opened(slide)
    for each in presentation.slides:
        for shape in each.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= presentation.slide_width
            assert shape.top + shape.height <= presentation.slide_height


def test_charts_beside_each_other_do_not_overlap():
    for slide in (COMPARED, Slide("", (COUNTS, NAMES, MONTHS)), Slide("", (COUNTS, MONEY, STACKED, GAPS))):
        for page in opened(slide).slides:
            charts = [shape for shape in page.shapes if shape.has_chart]
            boxes = [(shape.left, shape.top, shape.left + shape.width, shape.top + shape.height) for shape in charts]
            for number, one in enumerate(boxes):
                for other in boxes[number + 1 :]:
                    assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_comparison_is_a_slide_a_pair_of_pies_and_one_of_the_gaps():
    pages = [[shape.chart for shape in page.shapes if shape.has_chart] for page in opened(COMPARED).slides]
    assert [len(charts) for charts in pages] == [2, 2, 1]
    assert [tuple(charts[0].plots[0].categories) for charts in pages] == [("政府", "私企"), ("政府", "私企", "散客"), ("政府", "私企", "散客")]


def test_names_are_plain_text_and_no_formula_in_the_data():
    frame = frames(opened(Slide("", (NAMES,))))[0]
    labels = list(frame.chart.plots[0].categories)
    assert labels[:4] == ["<b>x</b>", "<img src=x onerror=alert(1)>", "[a](javascript:b)", r"$\LaTeX$"]
    assert labels[4:8] == ["=1+1", "+1", "-1", "@a"]
    assert labels[9].endswith("…")
    assert labels[10] == "abc"
    book = openpyxl.load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob))
    assert {cell.data_type for column in (book.active["A"], book.active[1]) for cell in column if cell.value} == {"s"}


def test_nasty_texts_are_written_everywhere_as_they_are():
    for text in NASTY:
        chart = Chart("column", text, text, (Category(text),), (Series(text, "count", (1,)),), (text,))
        table = Table((Column(text),), ((text,),), text)
        native = opened(Slide(text, (chart, chart), table, notes=(text,), store=text)).slides[0]
        assert native.shapes.title.text.rstrip("…")[:3] == "".join(letter for letter in text if letter not in "\x00\x0b\ud800")[:3]


def test_a_negative_slice_is_nothing_and_the_notes_say_so():
    pie = Chart("pie", "P", "", MODULES[:2], (Series("s", "money", (Decimal(-5), Decimal(5))),))
    presentation = opened(Slide("", (pie,)))
    assert tuple(frames(presentation)[0].chart.plots[0].series[0].values) == (0, 5)
    assert "−¥5.00" in presentation.slides[0].notes_slide.notes_text_frame.text


def test_a_pie_of_nothing_says_so():
    presentation = opened(Slide("", (Chart("pie", "P", "", MODULES[:2], (Series("s", "count", (0, None)),)),)), lang="en")
    assert not frames(presentation)
    assert "Nothing to draw" in [shape.text_frame.text for shape in presentation.slides[0].shapes if shape.has_text_frame]


def tables(presentation):
    return [shape.table for slide in presentation.slides for shape in slide.shapes if shape.has_table]


def test_a_long_table_goes_on_over_slides_and_ends_in_the_totals_of_all():
    presentation = opened(Slide("T", table=TABLE), lang="en")
    rows = [[cell.text for cell in row.cells] for table in tables(presentation) for row in table.rows]
    assert [slide.shapes.title.text for slide in presentation.slides] == [f"T ({n}/{len(presentation.slides)})" for n in range(1, len(presentation.slides) + 1)]
    assert [row for row in rows if row[0].startswith("Customer")] == [[f"Customer {n}", "2026-09-30", f"¥{n / 100:.2f}"] for n in range(40)]
    assert rows[-1] == ["Total", "", "¥7.80"]


def test_a_reason_longer_than_its_column_goes_on_in_a_second_line_and_the_list_on_another_slide():
    reason = "Comes every 9 days, has not been here for 31; brings 42% less a visit than in the 90 days before"
    heads = [Column("Customer"), Column("Grade"), Column("Why call"), Column("Reason"), Column("At stake", "money"), Column("Phone")]
    rows = tuple((f"Customer {n} of Pine", "A", "Warned", reason, Decimal("51234.50"), "138 0000 0000") for n in range(12))
    presentation = opened(Slide("Twelve to call", table=Table(tuple(heads), rows)), lang="en")
    shown = [shape for slide in presentation.slides for shape in slide.shapes if shape.has_table]
    cells = [[cell.text_frame for cell in row.cells] for shape in shown for row in list(shape.table.rows)[1:]]
    assert [row[3].text for row in cells if row[0].text.startswith("Customer")] == [reason] * 12
    assert len(shown) == 2
    for shape in shown:
        assert shape.top + sum(row.height for row in shape.table.rows) <= Pt(500)
        wide = shape.table.columns[3].width.pt - 14
        size = cells[0][3].paragraphs[0].runs[0].font.size.pt
        assert lines_needed(reason, size, wide) * size * 1.2 <= shape.table.rows[1].height.pt


def test_a_table_too_long_for_a_deck_says_how_much_is_left():
    table = Table((Column("N", "count"),), tuple((n,) for n in range(1000)))
    presentation = opened(Slide("T", table=table), lang="en")
    shown = sum(len(table.rows) - 1 for table in tables(presentation))
    assert len(presentation.slides) == 5
    assert any(shape.has_text_frame and shape.text_frame.text == f"the first {shown} of 1,000" for shape in presentation.slides[4].shapes)


def test_columns_without_room_are_counted_not_squeezed():
    table = Table(tuple(Column(f"Revenue of month {n}", "money") for n in range(30)), (tuple(Decimal(10**9) for _ in range(30)),))
    presentation = opened(Slide("T", table=table), lang="en")
    shown = len(tables(presentation)[0].columns)
    assert any(shape.has_text_frame and shape.text_frame.text == f"{30 - shown} more columns" for shape in presentation.slides[0].shapes)


def test_columns_that_hold_nothing_give_way_first_on_slides_and_on_the_stage():
    heads = ("Grade", *(f"A header as long as this one {n}" for n in range(8)))
    rows = tuple((tier, *(None if n == 2 else Decimal(0) if n == 4 else Decimal(10**9) for n in range(8))) for tier in "AB")
    wide = Table(tuple(Column(head, "money" if at else "text") for at, head in enumerate(heads)), rows)
    shown = [cell.text for cell in tables(opened(Slide("T", table=wide), lang="en"))[0].rows[0].cells]
    assert 3 < len(shown) < 9
    assert shown == [heads[at] for at in (0, 1, 2, 4, 6, 7, 8, 3, 5)][: len(shown)]  # the third holds nothing, the fifth zeros
    fitted = fit_table(wide, "en", Stage(1024, 768), 500)
    assert 3 < len(fitted.columns) < 9
    assert fitted.columns == tuple(sorted((0, 1, 2, 4, 6, 7, 8, 3, 5)[: len(fitted.columns)]))
    assert fit_table(wide, "en", Stage(8000, 768), 500).columns == tuple(range(9))


def test_a_deck_of_no_slides_opens():
    assert len(opened().slides) == 0


def test_the_deck_names_nobody_as_its_author():
    about = opened(COMPARED).core_properties
    assert (about.author, about.last_modified_by, about.title) == ("", "", "松鹤楼掌控 61%")


@pytest.mark.parametrize("months", range(1, 9))
def test_a_title_never_reaches_its_subtitle_even_in_a_font_a_sixth_wider(months):
    title = "2026年10月营收 ¥50.5万" + "，最高是2026年1月的 ¥108万" * months
    slide = opened(Slide(title, (MONTHS,), subtitle="各月营收"), lang="zh").slides[0]
    holder = slide.shapes.title
    under = next(shape for shape in slide.shapes if shape.has_text_frame and "各月营收" in shape.text_frame.text)
    run = holder.text_frame.paragraphs[0].runs[0]
    lines = lines_needed(run.text, run.font.size.pt, holder.width.pt / 1.16)
    assert lines * run.font.size.pt * 1.2 <= holder.height.pt
    assert holder.top + holder.height <= under.top


def test_rows_that_fit_without_a_word_on_the_rest_have_one_slide():
    sides = Table((Column("切片"), Column("门店"), Column("贡献额", "money")), (("政府", "云栖湖宾馆", Decimal(1)),) * 14)
    assert len(opened(Slide("两边的全部切片", table=sides, subtitle="截至2026年10月31日的365天")).slides) == 1


def test_one_column_left_out_is_told_in_the_singular():
    wide = Table(tuple(Column("A header as long as this one", "money") for _ in range(9)), ((Decimal(10**9),) * 9,))
    shapes = opened(Slide("T", table=wide), lang="en").slides[0].shapes
    shown = next(shape for shape in shapes if shape.has_table)
    left = 9 - len(shown.table.columns)
    assert any(shape.has_text_frame and shape.text_frame.text == ("1 more column" if left == 1 else f"{left} more columns") for shape in shapes)


RADAR = Chart(
    "radar", "Profile", "", tuple(Category(name) for name in ("Brand", "Agent", "Operations")),
    (Series("Score", "number", (4.0, 3.0, 2.0), "#2A75BA"), Series("At most", "number", (5.0, 5.0, 5.0), reference=True)),
)


def test_a_radar_is_native_with_its_numbers_at_the_first_profile_only():
    chart = frames(opened(Slide("", (RADAR,)), lang="en"))[0].chart
    assert chart.chart_type == XL_CHART_TYPE.RADAR_MARKERS
    assert [(series.name, tuple(series.values)) for series in chart.plots[0].series] == [("Score", (4.0, 3.0, 2.0)), ("At most", (5.0, 5.0, 5.0))]
    score, most = (series._element for series in chart.plots[0].series)
    assert [each.find(qn("c:marker")).find(qn("c:symbol")).get("val") for each in (score, most)] == ["circle", "none"]
    assert (score.find(qn("c:dLbls")) is not None, most.find(qn("c:dLbls"))) == (True, None)
    assert data_of(frames(opened(Slide("", (RADAR,))))[0])[1:] == [("Brand", 4, 5), ("Agent", 3, 5), ("Operations", 2, 5)]


def test_a_radar_of_two_is_bars():
    two = Chart("radar", "P", "", RADAR.categories[:2], (Series("Score", "number", (4.0, 3.0)),))
    assert frames(opened(Slide("", (two,))))[0].chart.chart_type == XL_CHART_TYPE.BAR_CLUSTERED


def test_what_bars_are_measured_against_is_hatched_in_a_colour_of_its_own():
    measured = Chart("bar", "P", "", MODULES[:2], (Series("Points", "number", (17.6, 13.8)), Series("Most", "number", (22.0, 23.0), reference=True)))
    most = frames(opened(Slide("", (measured,))))[0].chart.plots[0].series[1]
    assert most._element.spPr.find(qn("a:pattFill")).find(qn("a:fgClr"))[0].get("val") == "BB4717"


def test_bars_that_tell_their_shares_tell_them_at_their_names():
    chart = frames(opened(Slide("", (Chart("bar", "S", "", MODULES[:2], (Series("s", "count", (30, 10)),), shares=True),))))[0].chart
    assert list(chart.plots[0].categories) == ["政府  75%", "私企  25%"]


# --- the file itself ------------------------------------------------------------------------------------------------------

REQUIRED = {  # attributes without which PowerPoint offers to repair a file
    "p:sldId": ("id", "r:id"), "p:sldMasterId": ("r:id",), "p:sldLayoutId": ("r:id",), "p:sldSz": ("cx", "cy"), "p:cNvPr": ("id", "name"),
    "a:gridCol": ("w",), "a:tr": ("h",), "a:ext": (), "a:srgbClr": ("val",), "c:chart": (), "c:idx": ("val",), "c:order": ("val",), "c:axId": ("val",),
    "c:numFmt": ("formatCode",), "c:pt": ("idx",), "c:ptCount": ("val",), "c:externalData": ("r:id",),
}


def target_of(name, target):
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(posixpath.dirname(name), target))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_deck_is_a_sound_file(lang):
    found = parts(COMPARED, Slide("", (MONTHS,)), Slide("", (STACKED, NAMES)), Slide("Table", table=TABLE), Slide("", (MONEY,)), lang=lang)
    trees = {name: etree.fromstring(content) for name, content in found.items() if name.endswith((".xml", ".rels"))}
    types = trees["[Content_Types].xml"]
    known = {each.get("PartName") for each in types if each.tag.endswith("Override")}
    endings = {each.get("Extension") for each in types if each.tag.endswith("Default")}
    assert {name.lstrip("/") for name in known} <= set(found)
    for name in set(found) - {"[Content_Types].xml"}:
        assert f"/{name}" in known or name.rpartition(".")[2] in endings, name
    reached = set()
    for name, tree in trees.items():
        if name.endswith(".rels"):
            owner = posixpath.join(posixpath.dirname(posixpath.dirname(name)), posixpath.basename(name)[: -len(".rels")])
            ids = [each.get("Id") for each in tree]
            assert len(ids) == len(set(ids)), name
            targets = {target_of(owner, each.get("Target")) for each in tree if each.get("TargetMode") != "External"}
            assert targets <= set(found), name
            reached |= targets
            used = {text for key, text in attributes(trees.get(owner)) if key.startswith(f"{{{REL}}}")}
            assert used <= set(ids), owner
    assert reached == {name for name in found if not name.endswith(".rels") and name != "[Content_Types].xml"}
    for name, tree in trees.items():
        for element in tree.iter():
            for tag, wanted in REQUIRED.items():
                if isinstance(element.tag, str) and element.tag == qn(tag):
                    assert all(element.get(qn(each) if ":" in each else each) is not None for each in wanted), (name, tag)
        shapes = [each.get("id") for each in tree.iter(qn("p:cNvPr"))]
        assert len(shapes) == len(set(shapes)), name


def of_kind(kind):
    """A chart of the kind with everything that it may have: two groups, one below zero, a place for each point, a line across."""
    low, high = (Decimal("-2.50"), Decimal("7.25")) if kind not in (*PYRAMIDS, "pie", "radar") else (Decimal("2.50"), Decimal("7.25"))
    values = ((high, low, high + low) if kind == "waterfall" else (high, low, None))
    more = {} if kind != "scatter" else {"across": Series("frequency", "number", (1, 2, 3)), "axis": "standard", "limits": (Limit("from", 2, True),)}
    series = (Series("Money", "money", values, "#2A75BA"),)
    if kind == "interval":
        series += tuple(Series(name, "money", tuple(each and each + by for each in values), band=True) for name, by in (("least", -3), ("most", 3)))
    elif kind not in ONE_SERIES:
        series += (Series("Before", "money", (None, high, low), "#808890", True),)
    return Chart(kind, f"A {kind}", "365 days", MODULES, series, ("Money: as paid.",), **more)


def test_a_validator_of_other_people_finds_nothing_wrong_with_a_deck_of_every_kind(tmp_path):
    grid = Grid("Matrix", "", ("high", "low"), ("left", "right"), ((GridCell("A", 3), None), (GridCell("B", 4, lines=("x",)), GridCell())), "value", "potential")
    slides = [Slide(kind, (of_kind(kind),), as_of=DAY) for kind in KINDS]
    path = tmp_path / "deck.pptx"
    path.write_bytes(deck([*slides, COMPARED, Slide("Names", (NAMES,)), Slide("Table", table=TABLE), Slide("Grid", grid=grid)], "en"))
    result = validate_pptx(path)
    assert result.errors == []


REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def attributes(tree):
    return [] if tree is None else [each for element in tree.iter() for each in element.attrib.items()]


@pytest.mark.parametrize("kind", ["column", "line", "scatter"])
def test_the_axes_of_a_chart_have_numbers_that_every_program_tells_apart(kind):
    found = parts(Slide("", (of_kind(kind),)))
    tree = next(etree.fromstring(content) for name, content in found.items() if name.startswith("ppt/charts/chart"))
    numbers = [int(axis.find(qn("c:axId")).get("val")) for tag in ("c:catAx", "c:valAx") for axis in tree.iter(qn(tag))]
    assert len({*numbers}) == len(numbers) == 2
    assert all(0 < each < 2**31 for each in numbers)  # LibreOffice reads all beyond as one


def test_a_deck_says_what_it_is_and_when():
    found = opened(Slide("松鹤楼掌控 61%", (COUNTS,), store="松鹤楼", as_of=DAY))
    about = found.core_properties
    named = deck([Slide("松鹤楼掌控 61%", (COUNTS,))], "zh", "十月讲解")
    assert Presentation(io.BytesIO(named)).core_properties.title == "十月讲解"
    assert (about.title, about.subject, about.created.date()) == ("松鹤楼掌控 61%", "松鹤楼", DAY)
    assert found.slide_width * 9 == found.slide_height * 16
    archive = parts(Slide("x"))
    assert b"4:3" not in archive["docProps/app.xml"]
    assert b"screen4x3" not in archive["ppt/presentation.xml"]


def test_a_slice_that_the_title_names_has_its_label_before_larger_ones():
    modules = tuple(Category(f"M{n} 分组{n}") for n in range(30))
    pie = Chart("pie", "", "", modules, (Series("n", "count", (900, *[10] * 29)),))
    box = Box(0, 0, 300, 300)
    free = unlabelled(box, pie, 14, True)
    hidden = next(number for number in free if number)
    assert hidden not in unlabelled(box, pie, 14, True, f"差别最大的是分组{hidden}客户")


def test_small_slices_beside_each_other_are_all_labelled_outside_and_apart():
    shares = (5, 8, 6, 22, 2, 6, 50)
    names = ("政府", "事业单位", "国企", "私企", "外阜", "未分类", "散客")
    pie = Chart("pie", "", "", tuple(map(Category, names)), (Series("n", "count", shares),))
    box = Box(0, 0, 455, 380)
    assert unlabelled(box, pie, 14, True) == []
    small = Chart("pie", "", "", tuple(Category(f"分组{n}") for n in range(30)), (Series("n", "count", (1,) * 30),))
    assert unlabelled(box, small, 14, True)  # a side of 380 points holds but so many lines
    chart = frames(opened(Slide("", (pie, pie))))[0].chart
    labels = chart._chartSpace.find(".//" + qn("c:dLbls"))
    moved = [int(each.find(qn("c:idx")).get("val")) for each in labels.findall(qn("c:dLbl"))]
    assert moved == sorted(moved)
    assert 4 in moved  # 外阜, between two others
    assert labels.find(qn("c:showLeaderLines")).get("val") == "1"
    assert labels.find(".//" + qn("c:delete")) is None


def test_what_rounds_to_nothing_has_no_sign():
    gaps = Chart("column", "Gaps", "", MODULES, (Series("Gap", "points", (12.5, -0.04, -9.5)),))
    assert [row[1] for row in data_of(frames(opened(Slide("", (gaps,))))[0])][1:] == [12.5, 0, -9.5]


def test_a_list_that_is_nearly_too_long_is_one_slide_and_every_slide_of_a_longer_one_says_of_how_many():
    def pages(count, of):
        rows = tuple((f"C{n}", Decimal(n)) for n in range(count))
        table = Table((Column("Name"), Column("Money", "money")), rows, whole=(None, Decimal(9)), whole_rows=of)
        return [[shape.text_frame.text for shape in page.shapes if shape.has_text_frame] for page in opened(Slide("T", table=table, subtitle="s")).slides]

    assert len(pages(12, 400)) == 1
    assert all(any("共400行" in text for text in page) for page in pages(40, 400))


def labelled(series):
    """The places of a series whose value is written."""
    hidden = {int(each.find(qn("c:idx")).get("val")) for each in series._element.iter(qn("c:dLbl")) if each.find(qn("c:delete")) is not None}
    return [place for place in range(len(list(series.values))) if place not in hidden]


def test_columns_side_by_side_tell_their_values_where_all_have_room_else_the_first_where_nothing_is_in_the_way_and_the_axis_all():
    months = tuple(Category(f"{month}月") for month in range(1, 13))
    won = Series("今年", "money", tuple(Decimal(1_000_000 + 100_000 * month) for month in range(12)))
    before = Series("去年", "money", tuple(Decimal(1_550_000) for _month in range(12)))
    crowded = frames(opened(Slide("T", (Chart("column", "", "", months, (won, before)),))))[0].chart
    # 2.1 million in December stand above 1.55 million of the year before; 1.5 million in June do not
    assert [labelled(each) for each in crowded.plots[0].series] == [[6, 7, 8, 9, 10, 11], []]
    assert crowded.value_axis.visible
    few = frames(opened(Slide("T", (Chart("column", "", "", months[:3], (Series("今年", "count", (1, 2, 3)), Series("去年", "count", (3, 2, 1)))),))))
    assert [labelled(each) for each in few[0].chart.plots[0].series] == [[0, 1, 2], [0, 1, 2]]
    assert not few[0].chart.value_axis.visible


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_ranked_lists_have_their_names_whole_and_what_stands_beside_them(lang):
    [table] = tables(opened(Slide("T", grid=rankings(lang)), lang=lang))
    cells = {cell.text for row in list(table.rows)[1:] for cell in list(row.cells)[1:]}
    name, tier = {"zh": ("澜州市湖东区疾病预防控制中心", "A级"), "en": ("Lakeside Centre for Disease Control", "A")}[lang]
    assert cells == {name, f"77 · {tier}", f"¥191.4K · {tier}"}


def test_neither_a_long_title_nor_a_rule_in_a_table_of_several_slides_is_cut():
    title = "Holds here: Known customers and walk-ins · The other way round here: Active customers' share of revenue and table occupancy"
    rule = "Where active customers bring 45% or more of the revenue, tables are usually more than 80% occupied."
    columns = tuple(Column(label) for label in ("Rule of thumb", "In this house", "Told by", "Own figure"))
    rows = tuple((rule, "Cannot be told yet", rule, "Own figure: 80% occupancy goes with 45.1% of revenue") for _ in range(9))
    made = opened(Slide(title, table=Table(columns, rows), subtitle="s"), lang="en")
    assert len(made.slides) > 1
    for number, slide in enumerate(made.slides, 1):
        assert slide.shapes.title.text_frame.text == f"{title} ({number}/{len(made.slides)})"
    for table in tables(made):
        assert not [cell.text for row in table.rows for cell in row.cells if "…" in cell.text]


MONTHS_NAMED = tuple(Category(f"2026年{month}月", tick=f"{month}月") for month in range(1, 13))


def test_a_value_that_the_title_names_is_written_at_its_column_though_others_have_no_room():
    taken = tuple(Decimal(each) / 100 for each in (81, 54, 41, 53, 55, 51, 50, 53, 63, 51, 44, 51))
    full = Series("80%经验线", "ratio", (Decimal("0.8"),) * 12, reference=True)
    occupancy = Chart("column", "", "", MONTHS_NAMED, (Series("上桌率", "ratio", taken), full))
    title = "2026年12月上桌率51%；最高是2026年1月（81%），最低是2026年3月（41%）。"
    drawn = frames(opened(Slide(title, (occupancy,))))[0].chart.plots[0].series
    # 51 % is December's, who is named; June and October have it too and are not
    assert [labelled(each) for each in drawn] == [[0, 2, 11], []]


def test_a_value_that_the_title_names_is_written_at_its_line_on_the_side_where_no_other_runs():
    known = Series("有名有姓", "ratio", tuple(Decimal(each) / 100 for each in (68, 69, 70, 61, 70, 66, 67, 67, 68, 66, 69, 69)))
    managed = Series("在管", "ratio", tuple(Decimal(each) / 100 for each in (61, 57, 56, 59, 64, 58, 58, 60, 61, 58, 60, 60)))
    drawn = frames(opened(Slide("2026年12月在管客户占60%；2026年1月是61%", (Chart("line", "", "", MONTHS_NAMED, (known, managed)),))))
    one, other = drawn[0].chart.plots[0].series
    # known customers were at 61 % in April, which nobody says
    assert (labelled(one), labelled(other)) == ([11], [0, 11])
    below = {each.find(qn("c:idx")).get("val"): each.find(qn("c:dLblPos")).get("val")
             for each in other._element.iter(qn("c:dLbl")) if each.find(qn("c:dLblPos")) is not None}
    assert below == {"0": "b"}


@pytest.mark.parametrize(("names", "kind"), [
    (("Champions", "Potential loyalists", "Hibernating", "Unclassified", "Need attention", "Promising"), XL_CHART_TYPE.BAR_CLUSTERED),
    (("A", "B", "C", "D", "New", "Old"), XL_CHART_TYPE.COLUMN_CLUSTERED),
])
def test_columns_lie_where_their_names_would_break_within_a_word(names, kind):
    came = Chart("column", "Came", "", tuple(Category(name) for name in names), (Series("2026", "count", (1, 2, 3, 4, 5, 6)),))
    made = frames(opened(Slide("Who came", (came, replace(came, title="Came too"))), lang="en"))
    assert {each.chart.chart_type for each in made} == {kind}
    assert [[*each.chart.plots[0].categories] for each in made] == [[*names]] * 2
