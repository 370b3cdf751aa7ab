"""The deck: slides of 16:9 with the finding as title, charts and tables below it, definitions and the day in the notes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any

from pptx import Presentation
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.util import Pt

from segmentation.charts.palette import IDENTIFIED
from segmentation.charts.stage import headings, layout_of, shown_slides
from segmentation.exports.pptx import tables
from segmentation.exports.pptx.charts import add_chart
from segmentation.exports.pptx.grids import add_grid
from segmentation.exports.pptx.native import LABEL_COLUMNS, MADE, keep_to_schema
from segmentation.exports.pptx.pies import names_fit, needs_legend
from segmentation.exports.pptx.text import BOLD, FONT, LINE, QUIET, SMALLEST, TAGS, Box, add_run, dress, fill, write
from segmentation.exports.room import fit, lines_needed, points_wide
from segmentation.exports.taken import count_taken, taken_line
from segmentation.language.i18n import translator
from segmentation.language.text import cut, writable
from segmentation.slides import PYRAMIDS, Category, Chart, Slide, Table, days_text, format_value, slice_total

WIDTH, HEIGHT, MARGIN = 960, 540, 36  # points: 13⅓ by 7½ inches
TITLE = Box(MARGIN, 22, WIDTH - 2 * MARGIN, 2 * 28 * LINE)
TITLE_SIZES = (32, 28, 24, 20)
WIDER = 0.86  # of the width is what is counted on: a machine without the font puts a wider one in its place
TITLE_ROOM = TITLE._replace(width=WIDER * TITLE.width)
BOTTOM = 500  # of what stands between the title and the footer
FOOTER = Box(MARGIN, 508, WIDTH - 2 * MARGIN, 20)
TABLE_SHARE = 0.46
LEGEND_LINE = 20
MOST_UNDER = 4  # lines of a subtitle: over which days something is measured is never cut off
LAYOUT = 5  # of the library's template: a title and nothing else
TABLE_SLIDES = 5  # a longer table belongs in a workbook
HARD = "\u00a0"  # a blank at which no line breaks
APPLICATION = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    "<Application>Microsoft Office PowerPoint</Application><PresentationFormat>Widescreen</PresentationFormat></Properties>"
)  # instead of the library's, which says 4:3 and counts no slide


@dataclass(frozen=True)
class _Page:
    """One slide as it is drawn: a long table goes on over several, with its rows so far and those left out."""

    slide: Slide
    whole: Table | None = None
    number: int = 1
    of: int = 1
    left: int = 0
    row: float = tables.ROW


def deck(slides: Sequence[Slide], lang: str, name: str = "") -> bytes:
    """Return a PowerPoint file of the slides, each in its own language, else in ``lang`` ("zh" or "en").

    The file is titled by its ``name``, else as its first slide is.

    Every chart and table is native: no picture anywhere. Charts have their values exact in their data, their points in
    the colours of the description; negative slices of a pie are drawn as nothing, which the notes say. A long table
    goes on over up to ``TABLE_SLIDES`` slides and says how many rows are left. Texts are fitted, or cut with an ellipsis;
    what XML cannot hold is dropped. At the foot stands who took it out.
    No slides give a deck without slides.
    """
    presentation = Presentation()
    _prepare(presentation, slides, lang, name)
    count_taken(sum(len(slide.table.rows) for slide in slides if slide.table))
    for slide in _apart(slides):
        for page in _pages(_shared_out(slide), slide.lang or lang):
            _draw_slide(presentation, page, slide.lang or lang)
    keep_to_schema(presentation)
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def _apart(slides: Iterable[Slide]) -> Iterator[Slide]:
    """Yield the slides as the deck has them: of a comparison one for each pair of pies, large enough to name their slices."""
    for slide in shown_slides(slides):
        each = len(slide.charts) // len(slide.sides) if layout_of(slide) == "comparison" else 0
        if each > 1:
            yield from (replace(slide, charts=slide.charts[at::each]) for at in range(each))
        else:
            yield slide


def _prepare(presentation: Any, slides: Sequence[Slide], lang: str, title: str) -> None:
    """Make the template 16:9, in our font, and say in its properties what it is."""
    broad = Pt(WIDTH) / presentation.slide_width
    presentation.slide_width, presentation.slide_height = Pt(WIDTH), Pt(HEIGHT)
    master = presentation.slide_master
    for holder in (master, *master.slide_layouts):
        for shape in holder.shapes:
            if shape._element.spPr.xfrm is not None:
                shape.left, shape.width = round(shape.left * broad), round(shape.width * broad)
        dress(holder._element, lang)
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    faces = f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/>'
    theme._blob = re.sub(rb'<a:latin typeface="[^"]*"/>\s*<a:ea typeface=""/>', faces.encode(), theme.blob)
    package = presentation.part.package
    for name, relation in list(package._rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:  # a picture of the library's empty template
            package._rels.pop(name)
    about = presentation.core_properties
    about.title = cut(title or slides[0].title, 120) if slides else ""
    about.author = about.last_modified_by = about.keywords = about.comments = ""
    about.subject = cut(" · ".join(dict.fromkeys(slide.store for slide in slides if slide.store)), 120)
    looked = max((day for slide in slides for day in (slide.as_of, slide.other_day) if day), default=MADE.date())
    about.language, about.created, about.modified = TAGS[lang], *[datetime.combine(looked, time())] * 2
    presentation.element.sldSz.attrib.pop("type", None)  # the template's says 4:3
    application = presentation.part.package.part_related_by(RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    application._blob = APPLICATION.encode()


def _shared_out(slide: Slide) -> Slide:
    """Return the slide with as many whole sentences in the title as it holds, the rest before the subtitle."""
    sentences = re.findall(r".+?(?:[。！？]|[.!?](?=\s|$)|$)", writable(slide.title))
    for count in range(len(sentences), 0, -1):
        title, rest = "".join(sentences[:count]).strip(), "".join(sentences[count:]).strip()
        shown, _size = fit(title, TITLE_ROOM.width * BOLD, TITLE.height, TITLE_SIZES, LINE)
        if shown == title:
            return replace(slide, title=title, subtitle=" · ".join(filter(None, (rest, _subtitle(slide)))))
    return slide


def _pages(slide: Slide, lang: str) -> Iterator[_Page]:
    """Yield the slide, its table cut evenly into as many as it needs and may have; beside charts the table has one."""
    if slide.table is None:
        yield _Page(slide)
        return
    most, box = 1 if slide.charts else TABLE_SLIDES, _table_box(slide)
    slide = replace(slide, table=tables.telling_first(slide.table, box.width, lang))
    rows = slide.table.rows
    row = tables.ROW if slide.charts else tables.row_height(slide.table, box.width, lang)
    full = tables.rows_in(box.height, slide.table, row=row)
    if not tables.leaves_columns_out(slide.table, box.width, lang):
        every = tables.rows_in(box.height, slide.table, told=False, row=row)
        full = every if slide.table.all_rows <= every else full
    if row == tables.ROW and full < len(rows) <= tables.rows_in(box.height, slide.table, row=tables.TIGHT):
        full = len(rows)  # closer rows rather than two half-empty slides
    count = max(1, min(most, -(-len(rows) // full)))
    numbered = replace(slide, title=_numbered(slide.title, 1, count)) if count > 1 else slide
    if _table_box(numbered).height < box.height:  # the number made the title a line longer
        full = max(1, min(full, tables.rows_in(_table_box(numbered).height, slide.table, row=row)))
        count = max(1, min(most, -(-len(rows) // full)))
    if len(rows) <= count * full:
        full = max(1, -(-len(rows) // count))  # as many on each: no slide of one row
    for number in range(count):
        part = replace(slide.table, rows=rows[number * full : (number + 1) * full])
        left = max(0, len(rows) - count * full)
        yield _Page(replace(slide, table=part), slide.table, number + 1, count, left, row)


def _numbered(title: str, number: int, of: int) -> str:
    """Return the title with which of the slides of a table this is, cut only where both together find no room."""
    whole = f"{title} ({number}/{of})"
    shown, _size = fit(whole, TITLE_ROOM.width * BOLD, TITLE.height, TITLE_SIZES, LINE)
    return whole if shown == whole else f"{cut(title, 90)} ({number}/{of})"


def _heads(slide: Slide) -> tuple[Box, Box, Box]:
    """Return where the title, the subtitle and what is below them stand: as high as the title needs, no higher."""
    shown, size = fit(slide.title, TITLE_ROOM.width * BOLD, TITLE.height, TITLE_SIZES, LINE)
    lines = min(lines_needed(shown, size, TITLE_ROOM.width * BOLD), int(TITLE.height // (size * LINE)))
    title = TITLE._replace(height=lines * size * LINE)
    under = _lines([_subtitle(slide)], 16, 0.94 * WIDER * TITLE.width, MOST_UNDER)  # readers part Chinese from digits
    subtitle = Box(MARGIN, title.top + title.height + 4, TITLE.width, 16 * LINE * under + 2)
    top = subtitle.top + subtitle.height + 10
    return title, subtitle, Box(MARGIN, top, TITLE.width, BOTTOM - top)


def _table_box(slide: Slide) -> Box:
    body = _heads(slide)[2]
    return body.split(body.height * (1 - TABLE_SHARE))[1] if slide.charts else body


def _draw_slide(presentation: Any, page: _Page, lang: str) -> None:
    slide = page.slide
    if page.of > 1:
        slide = replace(slide, title=_numbered(slide.title, page.number, page.of))
    native = presentation.slides.add_slide(presentation.slide_layouts[LAYOUT])
    title, subtitle, body = _heads(slide)
    holder = native.shapes.title
    holder.left, holder.top, holder.width, holder.height = TITLE.emu
    fill(holder.text_frame, TITLE_ROOM, slide.title, TITLE_SIZES, bold=True)
    holder.text_frame.auto_size = MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE  # so that a longer one, written later, shrinks
    holder.height = title.emu[3]
    write(native.shapes, subtitle._replace(width=WIDER * subtitle.width), _subtitle(slide), (16, SMALLEST), colour=QUIET)
    _draw_body(native.shapes, body, page, lang)
    foot, beside = FOOTER.columns(2) if taken_line() else (FOOTER, FOOTER)
    write(native.shapes, foot, _footer(slide, lang), (SMALLEST,), colour=QUIET)
    write(native.shapes, beside, writable(taken_line()), (SMALLEST, 10, 8), colour=QUIET, align="right")
    native.notes_slide.notes_text_frame.text = "\n".join(_notes(page, lang))
    dress(native._element, lang)
    dress(native.notes_slide._element, lang)


def _subtitle(slide: Slide) -> str:
    if slide.subtitle or slide.sides:
        return slide.subtitle
    if slide.grid and not slide.charts:
        return slide.grid.subtitle
    return slide.charts[0].subtitle if len(slide.charts) == 1 and not slide.grid else ""


def _draw_body(shapes: Any, body: Box, page: _Page, lang: str) -> None:
    slide = page.slide
    if slide.table:
        ends = page.number == page.of
        box = _table_box(slide)
        tables.add_table(shapes, box, slide.table, lang, ends=ends, left=page.left, whole=page.whole, row=page.row,
                         heading=f"{slide.title} {slide.subtitle}")
        body = body.split(body.height * (1 - TABLE_SHARE) - 8)[0]
    if slide.grid:
        body = _draw_grid(shapes, body, slide, lang)
    if slide.sides:
        _draw_sides(shapes, body, slide, lang)
    elif len(slide.charts) == 1:
        _draw_one(shapes, body, slide, lang)
    elif slide.charts:
        _draw_several(shapes, body, slide, lang)


def _draw_grid(shapes: Any, body: Box, slide: Slide, lang: str) -> Box:
    """Draw the grid, in the right half where there are charts too, and return what it leaves for them."""
    left, box = body.columns(2, 24) if slide.charts else (body, body)
    if writable(slide.grid.title) != writable(slide.title):
        head, box = box.split(_head_high(slide.grid.title, box))
        write(shapes, head, slide.grid.title, (18, 16), bold=True)
    add_grid(shapes, box, slide.grid, lang)
    return left


def _draw_one(shapes: Any, body: Box, slide: Slide, lang: str) -> None:
    chart = slide.charts[0]
    if writable(chart.title) != writable(slide.title):
        head, body = body.split(_head_high(chart.title, body))
        write(shapes, head, chart.title, (18, 16), bold=True)
    _draw_chart(shapes, body, chart, lang, 16, names=names_fit(body, chart, 16), said=slide.title)


def _draw_several(shapes: Any, body: Box, slide: Slide, lang: str) -> None:
    """Draw the charts beside each other, four that are not all pies two by two; each under its title."""
    count, four = len(slide.charts), len(slide.charts) == 4
    in_a_row = not four or all(chart.kind == "pie" for chart in slide.charts)
    boxes = body.columns(count, 24) if in_a_row else [box for row in body.rows(2) for box in row.columns(2, 24)]
    under, width, most = [], boxes[0].width, 3 if in_a_row else 1
    titles = _lines([chart.title for chart in slide.charts], 18, WIDER * width * BOLD, most) * 18 * LINE
    subtitles = _lines([chart.subtitle for chart in slide.charts], SMALLEST, width, 2) * SMALLEST * LINE if in_a_row else 0
    for box, chart in zip(boxes, slide.charts, strict=True):
        head, rest = box.split(titles + 2)
        write(shapes, head, chart.title, (18, 16), bold=True)
        head, rest = rest.split(subtitles + 2)
        if subtitles:
            write(shapes, head, chart.subtitle, (SMALLEST,), colour=QUIET)
        under.append(rest)
    pies = [(box, chart) for box, chart in zip(under, slide.charts, strict=True) if chart.kind == "pie"]
    names = all(names_fit(box, chart, SMALLEST) for box, chart in pies)
    # all or none, so that pies are of a size
    legend = any(needs_legend(box, chart, SMALLEST, names, slide.title) for box, chart in pies)
    if legend and in_a_row and len(pies) == count:
        under, legend = _over_legend(shapes, body, under, slide.charts), False  # one for all of them
    for box, chart in zip(under, slide.charts, strict=True):
        shown = legend or chart.kind != "pie"
        _draw_chart(shapes, box, chart, lang, SMALLEST, names=names, legend=shown, said=slide.title)


def _head_high(title: str, box: Box) -> float:
    """Return how high the title of a part that has the box for itself stands, with what is free below it."""
    return 18 * LINE * max(1, _lines([title], 18, WIDER * box.width * BOLD, 2)) + 5.5


def _lines(texts: Sequence[str], size: int, width: float, most: int) -> int:
    """Return how many lines the longest of the texts takes, at most ``most``; none for no text."""
    return min(most, max(lines_needed(writable(text), size, width) if writable(text) else 0 for text in texts))


def _draw_sides(shapes: Any, body: Box, slide: Slide, lang: str) -> None:
    """Draw the charts of each side under its heading."""
    each, cells = len(slide.charts) // len(slide.sides), []
    halves, sides = body.columns(len(slide.sides), 36), headings(slide.sides)
    high = 24 * LINE * _lines(sides, 20, WIDER * halves[0].width * BOLD, 2)
    for heading, half in zip(sides, halves, strict=True):
        head, rest = half.split(high)
        write(shapes, head, heading, (20, 18, 16), bold=True, align="centre")
        cells += [cell.split(26) for cell in rest.columns(each, 12)] if each else []
    pies = [(box, chart) for (_head, box), chart in zip(cells, slide.charts, strict=True) if chart.kind == "pie"]
    names = all(names_fit(box, chart, SMALLEST) for box, chart in pies)
    if any(needs_legend(box, chart, SMALLEST, names, slide.title) for box, chart in pies):
        left = _over_legend(shapes, body, [box for _head, box in cells], [chart for _box, chart in pies])
        cells = [(head, box) for (head, _box), box in zip(cells, left, strict=True)]
    for (head, box), chart in zip(cells, slide.charts, strict=True):
        write(shapes, head, chart.title, (16, SMALLEST), align="centre")
        _draw_chart(shapes, box, chart, lang, SMALLEST, names=names, legend=False, said=slide.title)


def _over_legend(shapes: Any, body: Box, boxes: Sequence[Box], charts: Sequence[Chart]) -> list[Box]:
    """Write one legend of all the pies at the foot of the slide, and return what it leaves of their boxes."""
    seen = list({each.label: each for chart in charts for each in chart.categories}.values())
    high = LEGEND_LINE * min(3, len(_legend_lines(seen, body.width)))
    _write_legend(shapes, body.split(body.height - high - 2)[1], seen)
    return [box.split(box.height - high - 4)[0] for box in boxes]


def _draw_chart(
    shapes: Any, box: Box, chart: Chart, lang: str, size: int, *, names: bool = True, legend: bool | None = None,
    said: str = "",
) -> None:
    """Draw a chart, with a ``legend`` (None: a pie where it cannot name its slices); where nothing has a size, say so.

    ``said`` is the slide's title: a slice that it names has its label before all others.
    """
    _ = translator(lang)
    if (chart.kind == "pie" and not slice_total(chart)) or not chart.categories:
        write(shapes, box.rows(3)[1], _("Nothing to draw"), (18, SMALLEST), colour=QUIET, align="centre")
        return
    if chart.kind == "pie" and legend is not False:
        flat = box.height < 200 and box.width > 1.7 * box.height
        names = names and not flat
        if legend or needs_legend(box, chart, size, names, said):
            box, beside = _beside(box, chart) if flat else _above(box, chart)
            _write_legend(shapes, beside, chart.categories, apart=flat)
    add_chart(shapes, box, chart, lang, size, names=names, legend=legend is not False, said=said)


def _above(box: Box, chart: Chart) -> tuple[Box, Box]:
    """Return the box without, and with, the lines of a legend at its foot."""
    lines = min(3, len(_legend_lines(chart.categories, box.width)))
    return box.split(box.height - lines * LEGEND_LINE - 4)


def _beside(box: Box, chart: Chart) -> tuple[Box, Box]:
    """Return the left part of a flat box for the pie, and the right for a legend of a line a slice."""
    left, right = box.columns(2, 12)
    high = min(box.height, LEGEND_LINE * len(chart.categories))
    return left, Box(right.left, box.top + (box.height - high) / 2, right.width, high)


def _write_legend(shapes: Any, box: Box, categories: Sequence[Category], *, apart: bool = False) -> None:
    """Write the slices' names, each behind a square in its colour, in lines or ``apart``, a line each; cut as room asks."""
    seen = list({category.label: category for category in categories}.values())
    most, columns = max(1, int(box.height // LEGEND_LINE)), LABEL_COLUMNS
    while columns > 3 and not apart and len(_legend_lines(seen, box.width, columns)) > most:
        columns -= 1
    lines = [[each] for each in seen] if apart else _legend_lines(seen, box.width, columns)
    frame = shapes.add_textbox(*box.emu).text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    for number, line in enumerate(lines[:most]):
        paragraph = frame.add_paragraph() if number else frame.paragraphs[0]
        paragraph.alignment = PP_ALIGN.LEFT if apart else PP_ALIGN.CENTER
        for category in line:
            add_run(paragraph, ("▨" if category.hatched else "■") + HARD, SMALLEST, colour=category.colour or IDENTIFIED)
            add_run(paragraph, cut(category.label, columns) + (HARD * 3 if category is not line[-1] else ""), SMALLEST)


def _legend_lines(categories: Iterable[Category], width: float, columns: int = LABEL_COLUMNS) -> list[list[Category]]:
    """Return the categories in the lines that a legend takes, its labels cut to so many columns of half width."""
    lines: list[list[Category]] = [[]]
    at = 0.0
    for category in categories:
        wide = points_wide(cut(category.label, columns), SMALLEST) + 34
        if at + wide > width and at:
            lines, at = [*lines, []], 0.0
        lines[-1].append(category)
        at += wide
    return lines


def _footer(slide: Slide, lang: str) -> str:
    return " · ".join(part for part in (writable(slide.store), _day(slide, lang)) if part)


def _day(slide: Slide, lang: str) -> str:
    _ = translator(lang)
    return _("As of {day}").format(day=days_text(slide, lang)) if slide.as_of else ""


def _notes(page: _Page, lang: str) -> Iterator[str]:
    """Yield the lines of the notes: the finding, what is measured and when, the definitions, the day, what is not drawn."""
    slide = page.slide
    drawn = slide.charts
    lines = [slide.title, slide.subtitle]
    described = [*drawn, *([slide.grid] if slide.grid else [])]
    for each in described:
        lines += [each.title, each.subtitle]
    lines += slide.notes
    for each in described:
        lines += each.notes
    for chart in drawn:
        lines += _not_drawn(chart, lang)
    lines += [_footer(slide, lang), taken_line()]
    yield from dict.fromkeys(line for line in (writable(line) for line in lines) if line)


def _not_drawn(chart: Chart, lang: str) -> Iterator[str]:
    _ = translator(lang)
    if chart.kind in PYRAMIDS:
        yield _("The numbers of a pyramid stand in column F of its data: change them there, and its bars follow.")
    for category, value in zip(chart.categories, chart.series[0].values, strict=True):
        if chart.kind in ("pie", *PYRAMIDS) and value is not None and value < 0:
            text = _("{name} is negative ({value}) and is not drawn.")
            yield text.format(name=category.label, value=format_value(value, chart.unit, lang))
