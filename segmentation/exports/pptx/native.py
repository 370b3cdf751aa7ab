"""What every native chart shares: its labels, its workbook, number formats, fills, and where the plot stands."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import replace
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import xlsxwriter
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.parts.chart import ChartPart
from pptx.util import Pt
from xlsxwriter.worksheet import Worksheet

from segmentation.exports.pptx.text import SMALLEST, TAGS, Box, dress
from segmentation.exports.room import points_wide, widest_word
from segmentation.language.i18n import true_sign
from segmentation.language.text import cut, writable
from segmentation.slides import Chart, Series, Value, format_share, format_value, layer_shares

LABEL_COLUMNS = 28  # a label's longest, in columns of half width
LYING_COLUMNS = 40  # that of a lying bar, which has room beside it
LYING = ("bar", "stacked_bar")
LEAST_BAR = 9  # points: so high is a lying bar beside which its value is read
MADE = datetime(2000, 1, 1)  # always the same, so that the same chart gives the same workbook
# From which amount on, what it is divided by, digits, unit and the number format that does so. In a format a comma divides
# by 1000 and nothing divides by 10: in Chinese the point is set before the last digits that are left.
Step = tuple[int, int, int, str, str]
SHORT_MONEY: Mapping[str, tuple[Step, ...]] = {
    "zh": ((10**8, 10**8, 2, "亿", r'¥0\.00,,"亿"'), (10**4, 10**4, 1, "万", r'¥0\.0,"万"')),
    "en": ((10**9, 10**9, 2, "B", '¥0.00,,,"B"'), (10**6, 10**6, 2, "M", '¥0.00,,"M"'), (10**4, 10**3, 0, "K", '¥0,"K"')),
}
NO_LEADERS = (  # from a label that was moved to its point
    f'<c:extLst {nsdecls("c")}><c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"><c15:showLeaderLines val="0"/></c:ext></c:extLst>'
)
FORMATS = {"count": "#,##0", "money": "¥#,##0.00", "ratio": "0.0%", "points": "+0.0;-0.0;0.0", "number": "#,##0.0#"}


def lying(chart: Chart, box: Box) -> Chart:
    """Return the chart as bars that lie where a name below its columns would break within a word; months stay below theirs."""
    slot = box.width / max(1, len(chart.categories)) - 6
    timed = any(each.tick for each in chart.categories)
    if chart.kind != "column" or timed or all(widest_word(label, SMALLEST) <= slot for label in labels_of(chart)):
        return chart
    room = box.height / len(chart.categories) / (len(chart.series) + 0.6)  # of a bar, which its value stands beside
    return replace(chart, kind="bar") if room >= LEAST_BAR else chart


def narrow(chart: Chart, box: Box, size: int) -> Chart:
    """Return the chart with labels that leave lying bars the larger part of the box."""
    if chart.kind not in LYING:
        return chart
    columns = max(6, min(LYING_COLUMNS, int(0.38 * box.width / (size * 0.52))))
    return replace(chart, categories=tuple(replace(each, label=cut(each.label, columns)) for each in chart.categories))


def labels_of(chart: Chart) -> list[str]:
    """Return the labels of the categories as the chart has them: on one line, long ones cut, each with its share where told.

    A month is told as below an axis on a screen, with its year only where that begins.
    """
    most = LYING_COLUMNS if chart.kind in LYING else LABEL_COLUMNS
    labels = [cut((each.tick or each.label).replace("\n", " "), most) for each in chart.categories]
    if not chart.shares:
        return labels
    shares = (format_share(share, "en") for share in layer_shares(chart))  # a per cent is written alike in both languages
    return [f"{label}  {share}".rstrip() for label, share in zip(labels, shares, strict=True)]


def widest_label(chart: Chart, size: int) -> float:
    """Return how many points the widest label of the categories takes."""
    return max((points_wide(label, size) for label in labels_of(chart)), default=0)


def keep_to_schema(presentation: Any) -> None:
    """Mend what the library's chart templates have against the schema: axes numbered below zero, and smooth lines in a radar.

    The schema allows numbers up to 2^32, but LibreOffice reads those beyond 2^31 all as one, and draws one axis as the other.
    """
    for part in presentation.part.package.iter_parts():
        if isinstance(part, ChartPart):
            for named in part._element.iter(qn("c:axId"), qn("c:crossAx")):
                named.set("val", str(int(named.get("val")) % 2**31))
            for radar in part._element.iter(qn("c:radarChart")):
                for smooth in list(radar.iter(qn("c:smooth"))):
                    smooth.getparent().remove(smooth)


def drawn_values(chart: Chart, series: Series) -> list[Value | None]:
    """Return the values as they are drawn: a pie would show a negative one as if it were positive, so it is nothing there.

    A share or gap that is labelled as a zero is one: its label would be -0.0.
    """
    least = {"ratio": 0.005, "points": 0.05}.get(chart.unit, 0)

    def drawn(value: Value | None) -> Value | None:
        if value is None or (chart.kind == "pie" and value < 0):
            return value if value is None else 0
        return 0 if -least < value < 0 else value

    return [drawn(value) for value in series.values]


def all_values(chart: Chart) -> list[Value]:
    """Return every value that is there; a zero where there is none."""
    return [value for series in chart.series for value in series.values if value is not None] or [0]


def short_format(chart: Chart, lang: str) -> str:
    """Return the number format of labels and axes: whole per cents, money in 万 and 亿 or K and M by its largest."""
    if chart.unit == "ratio":
        return "0%"
    if chart.unit != "money":
        return FORMATS[chart.unit]
    step = _money_step(chart, lang)
    return step[4] if step else "¥#,##0"


def short_text(chart: Chart, value: Value, lang: str) -> str:
    """Return a value as ``short_format`` shows it."""
    step = _money_step(chart, lang) if chart.unit == "money" else None
    if step:
        return step_text(value, step)
    return f"¥{value:,.0f}" if chart.unit == "money" else format_value(value, chart.unit, lang, short=True)


def step_text(value: Value, step: Step) -> str:
    """Return a value as the number format of a step shows it."""
    _least, divisor, digits, unit, _code = step
    return true_sign(f"{'-' if value < 0 else ''}¥{abs(value) / divisor:.{digits}f}{unit}")


def _money_step(chart: Chart, lang: str) -> Step | None:
    most = max(abs(value) for value in all_values(chart))
    return next((step for step in SHORT_MONEY[lang] if most >= step[0]), None)


def data_workbook(chart: Chart) -> bytes:
    """Return the workbook behind a chart, laid out as the library refers to it, in which no name is a formula or a link."""
    out = io.BytesIO()
    book, sheet = new_sheet(out)
    text, number = book.add_format({"quote_prefix": True}), book.add_format({"num_format": FORMATS[chart.unit]})
    for row, label in enumerate(labels_of(chart), 1):
        sheet.write_string(row, 0, label, text)
    for at, series in enumerate(chart.series, 1):
        sheet.write_string(0, at, writable(series.name), text)
        for row, value in enumerate(drawn_values(chart, series), 1):
            if value is not None:
                sheet.write_number(row, at, value, number)
    sheet.set_column(0, 0, LABEL_COLUMNS + 2)
    sheet.set_column(1, len(chart.series), 16)
    book.close()
    return out.getvalue()


def new_sheet(out: io.BytesIO) -> tuple[xlsxwriter.Workbook, Worksheet]:
    """Return a workbook that will be written to ``out`` and its only sheet, in which no text becomes a formula or a link."""
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"created": MADE})
    return book, book.add_worksheet("Sheet1")


def named_values(chart: Chart, series: Series, said: str, lang: str) -> list[int]:
    """Return the places whose value, as it is written short, stands in ``said``.

    Where a number that is said is that of a place that is named with it, in any series, it is that of no other place.
    """
    own, sure = _said_at(chart, series, said, lang), set()
    for each in (series, *chart.series):
        sure |= {text for at, text in _said_at(chart, each, said, lang).items() if _stands_in(chart.categories[at].label, said)}
    return [at for at, text in own.items() if text not in sure or _stands_in(chart.categories[at].label, said)]


def _said_at(chart: Chart, series: Series, said: str, lang: str) -> dict[int, str]:
    """Return the places whose value is said, with how it is."""
    shown = {
        at: (format_value(value, chart.unit, lang, short=True), short_text(chart, value, lang))
        for at, value in enumerate(series.values) if value is not None
    }
    found = {at: next((text for text in texts if _stands_in(text, said)), "") for at, texts in shown.items()}
    return {at: text for at, text in found.items() if text}


def _stands_in(text: str, said: str) -> bool:
    return bool(text) and re.search(rf"(?<![\d.,]){re.escape(text)}(?![\d]|[.,]\d)", said) is not None


def label_points(
    series: Any, code: str, colour: str, size: int, place: str, hidden: Sequence[int],
    *, names: bool = False, percent: bool = False, bold: bool = False, apart: str = "\n", aside: Mapping[int, str] | None = None,
) -> None:
    """Write labels at a series' points, but for the ``hidden``: the percentage where asked, else the value.

    Points ``aside`` have a place of their own.

    ``place`` is where, as the file format calls it; "" where a chart has but one place for them. ``apart`` stands between a name
    and its share.
    """
    shown = {"LegendKey": False, "Val": not percent, "CatName": names, "SerName": False, "Percent": percent, "BubbleSize": False}
    flags = "".join(f'<c:show{name} val="{int(yes)}"/>' for name, yes in shown.items())
    looks = (
        f'<c:numFmt formatCode="{escape(code, {chr(34): "&quot;"})}" sourceLinked="0"/>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        '<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/>'
        f'<a:p><a:pPr><a:defRPr sz="{size * 100}" b="{int(bold)}">'
        f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="en-US"/></a:p></c:txPr>'
    )
    own = dict.fromkeys(hidden, '<c:delete val="1"/>')
    own |= {number: f'{looks}<c:dLblPos val="{where}"/>{flags}' for number, where in (aside or {}).items()}
    points = "".join(f'<c:dLbl><c:idx val="{number}"/>{own[number]}</c:dLbl>' for number in sorted(own))
    labels = parse_xml(
        f'<c:dLbls {nsdecls("c", "a")}>{points}{looks}{place and f"""<c:dLblPos val="{place}"/>"""}{flags}'
        f'{"<c:separator>" + apart + "</c:separator>" if names else ""}</c:dLbls>'
    )
    old = series._element.get_or_add_dLbls()
    old.getparent().replace(old, labels)


def write_at_point(series: Any, number: int, text: str, colour: str, size: int, up: float) -> None:
    """Write a text of its own at one point, ``up`` by a share of the chart's height, in place of its label.

    ``label_points`` comes before; the points are written at in their order.
    """
    label = parse_xml(
        f'<c:dLbl {nsdecls("c", "a")}><c:idx val="{number}"/>'
        f'<c:layout><c:manualLayout><c:x val="0"/><c:y val="{-up:.4f}"/></c:manualLayout></c:layout>'
        f'<c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size * 100}" b="0"/></a:pPr>'
        f'<a:r><a:rPr lang="en-US" sz="{size * 100}" b="0">'
        f'<a:solidFill><a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill></a:rPr>'
        f'<a:t>{escape(text)}</a:t></a:r></a:p></c:rich></c:tx>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        '<c:dLblPos val="inEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
        '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbl>'
    )
    labels = series._element.find(qn("c:dLbls"))
    for old in labels.findall(qn("c:dLbl")):
        if int(old.find(qn("c:idx")).get("val")) == number:
            old.getparent().replace(old, label)
            return
    labels.find(qn("c:numFmt")).addprevious(label)


def label_point(
    series: Any, number: int, code: str, colour: str, size: int, place: str, shift: tuple[float, float] = (0, 0),
    *, named: bool = False, bold: bool = False,
) -> None:
    """Give one point a label of its own, moved right and down by shares of the chart: its value, or the series' name.

    ``label_points`` comes before, and must not have hidden the point; points are labelled in their order.
    """
    right, down = (f'<c:{axis} val="{part:.4f}"/>' for axis, part in zip("xy", shift, strict=True))
    moved = f"<c:layout><c:manualLayout>{right}{down}</c:manualLayout></c:layout>" if any(shift) else ""
    label = parse_xml(
        f'<c:dLbl {nsdecls("c", "a")}><c:idx val="{number}"/>{moved}'
        f'<c:numFmt formatCode="{escape(code, {chr(34): "&quot;"})}" sourceLinked="0"/>'
        "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
        f'<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="{size * 100}" b="{int(bold)}"><a:solidFill>'
        f'<a:srgbClr val="{colour.lstrip("#")}"/></a:solidFill></a:defRPr></a:pPr><a:endParaRPr lang="en-US"/></a:p></c:txPr>'
        f'<c:dLblPos val="{place}"/><c:showLegendKey val="0"/><c:showVal val="{int(not named)}"/><c:showCatName val="0"/>'
        f'<c:showSerName val="{int(named)}"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbl>'
    )
    labels = series._element.find(qn("c:dLbls"))
    labels.find(qn("c:numFmt")).addprevious(label)
    if labels.find(qn("c:extLst")) is None:
        labels.append(parse_xml(NO_LEADERS))


def move_labels(series: Any, moved: Mapping[int, tuple[float, float]]) -> None:
    """Move the labels of points right and down by shares of the chart, each with a line that leads to its point.

    ``label_points`` comes before, and must not have hidden them.
    """
    labels = series._element.find(qn("c:dLbls"))
    same = [each for each in labels if each.tag != qn("c:dLbl")]
    for number, (right, down) in sorted(moved.items()):
        label = parse_xml(
            f'<c:dLbl {nsdecls("c")}><c:idx val="{number}"/><c:layout><c:manualLayout>'
            f'<c:x val="{right:.4f}"/><c:y val="{down:.4f}"/></c:manualLayout></c:layout></c:dLbl>'
        )
        label.extend(deepcopy(each) for each in same)
        later = (old for old in labels.findall(qn("c:dLbl")) if int(old.find(qn("c:idx")).get("val")) > number)
        next(later, same[0]).addprevious(label)
    if moved:
        line = '<c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="9AA3AE"/></a:solidFill></a:ln></c:spPr>'
        labels.append(parse_xml(f'<c:showLeaderLines {nsdecls("c")} val="1"/>'))
        labels.append(parse_xml(f'<c:leaderLines {nsdecls("c", "a")}>{line}</c:leaderLines>'))


def place_plot(native: Any, left: float, top: float, width: float, height: float) -> None:
    """Set where the plot stands within its chart, in shares of it, without its labels."""
    sides = {"x": left, "y": top, "w": width, "h": height}
    layout = parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        + "".join(f'<c:{side} val="{value:.4f}"/>' for side, value in sides.items())
        + "</c:manualLayout></c:layout>"
    )
    area = native._chartSpace.chart.plotArea
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    area.insert(0, layout)


def paint(shape: Any, colour: str, hatched: bool, edge: str = "") -> None:
    """Fill a point or a series (its format) with a colour, or hatch it and draw its outline; else the ``edge``, where given."""
    if hatched:
        shape.fill.patterned()
        shape.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        shape.fill.fore_color.rgb, shape.fill.back_color.rgb = rgb(colour), rgb("FFFFFF")
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(colour)
    if hatched or edge:
        shape.line.color.rgb, shape.line.width = rgb(colour if hatched else edge), Pt(1.5)


def finish(native: Any, lang: str) -> None:
    """Set the language, square corners and the fonts of everything in the chart."""
    space = native._chartSpace
    for tag in ("c:roundedCorners", "c:lang"):
        for old in space.findall(qn(tag)):
            space.remove(old)
    first = space.find(qn("c:date1904"))
    corners = parse_xml(f'<c:roundedCorners {nsdecls("c")} val="0"/>')
    space.insert(0, corners) if first is None else first.addnext(corners)
    corners.addprevious(parse_xml(f'<c:lang {nsdecls("c")} val="{TAGS[lang]}"/>'))
    dress(space, lang)


def rgb(colour: str) -> RGBColor:
    """Return a colour (#rrggbb) as the library takes it."""
    return RGBColor.from_string(colour.lstrip("#").upper())
