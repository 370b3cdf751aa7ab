import io
from decimal import Decimal

import openpyxl
from pptx import Presentation
from pptx.util import Pt

from segmentation.exports.grids import tabulate
from segmentation.exports.pptx import deck
from segmentation.exports.xlsx import WorkbookSheet, workbook
from segmentation.slides import Category, Chart, Grid, GridCell, Series, Slide

MATRIX = Grid(
    "铂金最重要", "365天", ("价值高", "价值低"), ("潜力低", "潜力高"),
    (
        (GridCell("黄金", 120, lines=("¥35万", "守住"), colour="#E69F00"), GridCell("铂金", 58, lines=("¥88万",), colour="#0072B2")),
        (GridCell("铅", 820, colour="#7A7F87"), None),
    ),
    "价值", "潜力", ("潜力：客户经理评定。",),
)
HEAT = Grid("Mean", "", ("5", "4"), ("1", "2"), ((GridCell(value="1.50", unit="money"), None), (GridCell(value="2", unit="money"), GridCell())), "R", "F")
PIE = Chart("pie", "P", "", (Category("a", "#0072B2"),), (Series("s", "count", (1,)),))


def native(slide, lang="zh"):
    presentation = Presentation(io.BytesIO(deck([slide], lang)))
    return presentation, next(shape for shape in presentation.slides[0].shapes if shape.has_table)


def cells(frame):
    return [[cell.text.split("\n") for cell in row.cells] for row in frame.table.rows]


def test_in_a_deck_a_grid_is_a_native_table_with_heads_and_coloured_boxes():
    _presentation, frame = native(Slide("", grid=MATRIX))
    assert cells(frame) == [
        [["价值 ↓ / 潜力 →"], ["潜力低"], ["潜力高"]],
        [["价值高"], ["黄金", "120", "¥35万", "守住"], ["铂金", "58", "¥88万"]],
        [["价值低"], ["铅", "820"], ["无"]],
    ]
    table = frame.table
    fills = [str(table.cell(row, column).fill.fore_color.rgb) for row, column in ((1, 1), (1, 2), (2, 1))]
    inks = [str(table.cell(row, column).text_frame.paragraphs[0].runs[0].font.color.rgb) for row, column in ((1, 1), (1, 2), (2, 1))]
    # as on the screen: 16 % of the colour on white, the name in the colour with as much ink as 4.5 : 1 takes, the rest in ink
    assert (fills, inks) == (["FBF0D6", "D6E8F3", "EAEBEC"], ["82641A", "036BA5", "5F656E"])
    assert str(table.cell(1, 1).text_frame.paragraphs[1].runs[0].font.color.rgb) == "1F2933"


def test_its_letters_can_be_read_in_a_room_and_it_stays_on_the_slide():
    large = Grid("", "", tuple(map(str, range(40))), tuple(map(str, range(40))), tuple(tuple(GridCell(value=1.0, unit="ratio") for _ in range(40)) for _ in range(40)))
    for slide in (Slide("T", grid=MATRIX), Slide("T", grid=large), Slide("T", (PIE, PIE), grid=MATRIX)):
        presentation, frame = native(slide, "en")
        sizes = {run.font.size for row in frame.table.rows for cell in row.cells for each in cell.text_frame.paragraphs for run in each.runs}
        assert min(sizes) >= Pt(12)  # 2.2 % of the height
        assert frame.left + frame.width <= presentation.slide_width
        assert frame.top + sum(row.height for row in frame.table.rows) <= Pt(505)


def test_rows_and_columns_without_room_are_counted():
    large = Grid("T", "", tuple(map(str, range(40))), tuple(map(str, range(40))), tuple(tuple(GridCell(value=1) for _ in range(40)) for _ in range(40)))
    presentation, frame = native(Slide("", grid=large), "en")
    told = next(shape.text_frame.text for shape in presentation.slides[0].shapes if shape.has_text_frame and "more rows" in shape.text_frame.text)
    assert told == f"{41 - len(frame.table.rows)} more rows · {41 - len(frame.table.columns)} more columns"


def test_title_notes_and_words_of_a_slide_are_the_grids():
    presentation, frame = native(Slide("", grid=MATRIX))
    slide = presentation.slides[0]
    assert slide.shapes.title.text == "铂金最重要"
    assert {"365天", "潜力：客户经理评定。"} <= set(slide.notes_slide.notes_text_frame.text.split("\n"))
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "铂金最重要. 365天. 价值 价值高: 潜力低 黄金 120 ¥35万 守住, 潜力高 铂金 58 ¥88万. 价值 价值低: 潜力低 铅 820"


def test_beside_charts_a_grid_has_the_right_half():
    presentation, frame = native(Slide("T", (PIE,), grid=MATRIX))
    chart = next(shape for shape in presentation.slides[0].shapes if shape.has_chart)
    assert chart.left + chart.width <= frame.left


def test_a_grid_of_values_keeps_its_shape_in_a_workbook():
    table = tabulate(HEAT, "en")
    assert [(column.label, column.type) for column in table.columns] == [("R / F", "text"), ("1", "money"), ("2", "money")]
    assert table.rows == (("5", Decimal("1.50"), None), ("4", Decimal("2.00"), None))
    rows = openpyxl.load_workbook(io.BytesIO(workbook([WorkbookSheet("s", table)], "en"))).active.iter_rows(values_only=True)
    assert list(rows) == [("R / F", "1", "2"), ("5", 1.5, None), ("4", 2, None)]


def test_a_grid_with_names_has_a_row_a_box():
    table = tabulate(MATRIX, "zh")
    assert [column.label for column in table.columns] == ["价值", "潜力", "格", "数值", "说明"]
    assert table.rows == (
        ("价值高", "潜力低", "黄金", 120, "¥35万 · 守住"), ("价值高", "潜力高", "铂金", 58, "¥88万"),
        ("价值低", "潜力低", "铅", 820, ""), ("价值低", "潜力高", None, None, None),
    )
