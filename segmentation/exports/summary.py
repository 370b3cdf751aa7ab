"""A store on one printed page: HTML that stands alone and prints to exactly one sheet of A4."""

from __future__ import annotations

import html
import math
import re
from dataclasses import dataclass, replace
from datetime import date

from segmentation.charts.palette import IDENTIFIED
from segmentation.exports.masking import Masker, mask_chart, mask_table
from segmentation.exports.printed import printed_page
from segmentation.language.i18n import format_day, format_ratio, translator
from segmentation.language.text import writable
from segmentation.slides import Chart, Series, Table, Value, cut_text, format_value, slice_total

ARROW = re.compile("([▲▼＝]) ")
FIGURES, PIES, ROWS, NOTES = 5, 2, 12, 5  # what a page has room for
MONTHS = 13  # columns, so that a month stands beside that of the year before
RADIUS = 100

CSS = """
@page { size: A4 portrait; margin: 0 }
* { box-sizing: border-box; margin: 0; padding: 0 }
html { background: #e9ecef; -webkit-print-color-adjust: exact; print-color-adjust: exact }
body { color: #1f2933; font: 10.5pt/1.45 "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Segoe UI", sans-serif }
.sheet { background: #fff; display: flex; flex-direction: column; gap: 5mm; height: 297mm; margin: 0 auto; overflow: hidden;
  padding: 13mm 14mm 10mm; width: 210mm }
main > * { flex: none }
h1 { font-size: 19pt; line-height: 1.25 }
h2 { font-size: 11.5pt; line-height: 1.3 }
.quiet { color: #4b5866; font-size: 9pt }
.finding { font-size: 13pt; line-height: 1.45 }
.clamp { display: -webkit-box; overflow: hidden; overflow-wrap: anywhere; -webkit-box-orient: vertical }
.one { -webkit-line-clamp: 1 } .two { -webkit-line-clamp: 2 } .four { -webkit-line-clamp: 4 }
.figures { border-bottom: 1px solid #d5dbe1; border-top: 1px solid #d5dbe1; display: flex; gap: 5mm; padding: 3mm 0 }
.figures div { display: flex; flex: 1; flex-direction: column; min-width: 0 }
.figures p { line-height: 1.3; max-height: 2.6em; overflow: hidden; overflow-wrap: anywhere }
.figures .value { margin-top: auto; white-space: nowrap; font-size: 16pt; font-weight: 700; line-height: 1.3 }
.pies { display: flex; gap: 8mm }
.pies figure { flex: 1; min-width: 0 }
.pie { align-items: center; display: flex; gap: 3.5mm; margin-top: 2mm }
.pie svg { flex: none; height: 36mm; width: 36mm }
.pie ul { flex: 1; list-style: none; min-width: 0 }
.pie li { align-items: baseline; display: flex; font-size: 9.5pt; gap: 1.5mm; line-height: 1.5 }
.pie li svg { align-self: center; height: 3mm; width: 3mm }
.name { flex: 1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
table { border-collapse: collapse; font-size: 9.5pt; margin-top: 1.5mm; table-layout: auto; width: 100% }
th, td { border-bottom: 1px solid #d5dbe1; max-width: 52mm; overflow: hidden; padding: 1.1mm 1.6mm; text-align: left;
  text-overflow: ellipsis; white-space: nowrap }
th { background: #e8edf3; vertical-align: bottom; white-space: normal }
.number { font-variant-numeric: tabular-nums; text-align: right }
.total td { font-weight: 700 }
main > .months { display: flex; flex: 1 1 0; flex-direction: column; max-height: 105mm; min-height: 0; overflow: hidden }
.months .key { display: inline-block; height: 3mm; margin: 0 1mm 0 3mm; vertical-align: -.3mm; width: 3mm }
.columns { align-items: stretch; display: flex; flex: 1; gap: 1.2mm; min-height: 0 }
.columns > div { display: flex; flex: 1 1 0; flex-direction: column; font-size: 7.5pt; justify-content: flex-end; min-height: 0;
  min-width: 0; text-align: center; word-break: keep-all }
.columns .stack { display: flex; flex: 1; flex-direction: column; justify-content: flex-end; min-height: 0 }
.columns .axis { border-top: .3mm solid #9aa3ae; font-size: 6.6pt; height: 8mm; line-height: 1.25; padding-top: .6mm }
.columns i { border: .2mm solid #fff; display: block; flex: none }
footer { margin-top: auto }
footer p { font-size: 8.5pt; line-height: 1.4 }
@media screen { .sheet { box-shadow: 0 1px 8px #0003; margin: 8mm auto } }
"""


@dataclass(frozen=True)
class PrintedFigure:
    """One figure of the page: what it is, the value as people read it, and a note such as its change."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Summary:
    """What a page says of a store on a day, in one language: finding, figures, pies, a table, definitions."""

    store: str
    as_of: date
    period: str
    finding: str
    figures: tuple[PrintedFigure, ...] = ()
    pies: tuple[Chart, ...] = ()
    table: Table | None = None
    notes: tuple[str, ...] = ()
    months: Chart | None = None  # standing columns, which take the room that is left


def mask_summary(summary: Summary, masker: Masker) -> Summary:
    """Return the summary with every name and phone in it masked; the store's name stays, unless stores are masked."""
    return replace(
        summary,
        store=masker.store(summary.store),
        period=masker.text(summary.period),
        finding=masker.text(summary.finding),
        figures=tuple(
            PrintedFigure(masker.text(each.label), masker.text(each.value), masker.text(each.note)) for each in summary.figures
        ),
        pies=tuple(mask_chart(pie, masker) for pie in summary.pies),
        table=summary.table and mask_table(summary.table, masker),
        notes=tuple(masker.text(note) for note in summary.notes),
        months=summary.months and mask_chart(summary.months, masker),
    )


def one_page(summary: Summary, lang: str) -> str:
    """Return the summary as an HTML page that asks for nothing else and prints to one sheet of A4.

    What has no room is left out: figures, pies, rows and notes beyond ``FIGURES``, ``PIES``, ``ROWS`` and ``NOTES`` (how
    many rows are left is said), and the ends of long texts. The months fill what the others leave. Names are written as they
    are, never as markup.
    """
    _ = translator(lang)
    on = format_day(summary.as_of, lang)
    day = _("As of {day}").format(day=on)
    when = summary.period if on in summary.period else " · ".join(filter(None, (day, summary.period)))  # no day twice
    parts = [
        f'<header><h1 class="clamp two">{_escape(summary.store)}</h1>'
        f'<p class="quiet clamp two">{_escape(when)}</p></header>',
        f'<p class="finding clamp four">{_escape(summary.finding)}</p>' if summary.finding else "",
        _figures(summary.figures[:FIGURES]),
        _pies([pie for pie in summary.pies if slice_total(pie)][:PIES], lang),
        _table(summary.table, lang) if summary.table else "",
        _months(summary.months, lang) if summary.months else "",
        "<footer>" + "".join(f'<p class="quiet clamp two">{_escape(note)}</p>' for note in summary.notes[:NOTES]) + "</footer>",
    ]
    body = '<main class="sheet">\n' + "\n".join(filter(None, parts)) + "\n</main>"
    return printed_page(f"{summary.store} · {day}", CSS, body, lang)


def _escape(text: str) -> str:
    return html.escape(writable(text))


def with_arrows(text: str) -> str:
    """Return a text whose arrows no line parts from their numbers.

    >>> with_arrows("¥1 ▼ 14.9%")
    '¥1 ▼&nbsp;14.9%'
    """
    return ARROW.sub(r"\1&nbsp;", text)


def _figures(figures: tuple[PrintedFigure, ...]) -> str:
    cells = "".join(
        f'<div><p class="quiet">{_escape(each.label)}</p><p class="value">{_escape(each.value)}</p>'
        f'<p class="quiet">{with_arrows(_escape(each.note))}</p></div>'
        for each in figures
    )
    return f'<section class="figures">{cells}</section>' if cells else ""


def _pies(pies: list[Chart], lang: str) -> str:
    drawn = "".join(
        f'<figure><h2 class="clamp two">{_escape(pie.title)}</h2><p class="quiet clamp two">{_escape(pie.subtitle)}</p>'
        f'<div class="pie">{_pie(pie, number)}{_legend(pie, number, lang)}</div></figure>'
        for number, pie in enumerate(pies)
    )
    return f'<section class="pies">{drawn}</section>' if drawn else ""


def _pie(pie: Chart, number: int) -> str:
    """Return the pie as SVG, clockwise from twelve; who cannot see it reads the list beside it."""
    whole, begin, slices = slice_total(pie), 0.0, []
    for at, value in enumerate(pie.series[0].values):
        share = float(max(value or 0, 0) / whole)
        if share:
            slices.append(_slice(begin, begin + share, _fill(pie, number, at)))
        begin += share
    patterns = "".join(
        f'<pattern id="hatch{number}-{at}" width="9" height="9" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        f'<rect width="9" height="9" fill="#fff"/><rect width="3.4" height="9" fill="{_colour(pie, at)}"/></pattern>'
        for at, category in enumerate(pie.categories)
        if category.hatched
    )
    corner, side = -RADIUS - 2, 2 * RADIUS + 4
    return (
        f'<svg viewBox="{corner} {corner} {side} {side}" aria-hidden="true"><defs>{patterns}</defs>'
        f'<g stroke="#fff" stroke-width="2">{"".join(slices)}</g></svg>'
    )


def _slice(begin: float, end: float, fill: str) -> str:
    """Return a slice from and to a share of the round; the whole round is a circle.

    >>> _slice(0, 0.25, "#000000")
    '<path d="M0 0L0.00 -100.00A100 100 0 0 1 100.00 0.00Z" fill="#000000"/>'
    """
    if end - begin > 0.9999:
        return f'<circle r="{RADIUS}" fill="{fill}"/>'
    (x1, y1), (x2, y2) = (_on_the_round(part) for part in (begin, end))
    return f'<path d="M0 0L{x1} {y1}A{RADIUS} {RADIUS} 0 {int(end - begin > 0.5)} 1 {x2} {y2}Z" fill="{fill}"/>'


def _on_the_round(part: float) -> tuple[str, str]:
    turn = 2 * math.pi * part
    return tuple(f"{RADIUS * value + 0.0:.2f}".replace("-0.00", "0.00") for value in (math.sin(turn), -math.cos(turn)))


def _legend(pie: Chart, number: int, lang: str) -> str:
    whole = slice_total(pie)
    lines = "".join(
        f'<li><svg viewBox="0 0 12 12" aria-hidden="true"><rect width="12" height="12" fill="{_fill(pie, number, at)}" '
        f'stroke="{_colour(pie, at)}"/></svg><span class="name">{_escape(category.label)}</span>'
        f"<b>{_share(value, whole, lang)}</b><span>{format_value(value, pie.unit, lang, short=True)}</span></li>"
        for at, (category, value) in enumerate(zip(pie.categories, pie.series[0].values, strict=True))
        if at < ROWS
    )
    return f"<ul>{lines}</ul>"


def _months(chart: Chart, lang: str) -> str:
    """Return standing columns as high as the page has room for, each with its sum; a part below zero has no height."""
    heights = [[max(series.values[at] or 0, 0) for series in chart.series] for at in range(len(chart.categories))]
    highest = max(map(sum, heights), default=0)
    if highest <= 0:
        return ""
    columns = []
    for at, (category, parts) in enumerate(zip(chart.categories, heights, strict=True)):
        total = format_value(sum(series.values[at] or 0 for series in chart.series), chart.unit, lang, short=True)
        stack = "".join(
            f'<i style="height: calc((100% - 5mm) * {float(part / highest):.4f}); background: {_ground(series)}"></i>'
            for series, part in reversed(list(zip(chart.series, parts, strict=True))) if part
        )
        column = f'<div class="stack"><span>{_escape(total)}</span>{stack}</div>'
        columns.append(f'<div>{column}<div class="axis">{_escape(category.label)}</div></div>')
    key = "".join(
        f'<span class="key" style="background: {_ground(series)}"></span>{_escape(series.name)}' for series in chart.series
    )
    head = f'<h2 class="clamp two">{_escape(chart.title)}</h2><p class="quiet clamp one">{_escape(chart.subtitle)}{key}</p>'
    return f'<section class="months">{head}<div class="columns">{"".join(columns)}</div></section>'


def _ground(series: Series) -> str:
    colour = html.escape(series.colour or IDENTIFIED)
    return f"repeating-linear-gradient(45deg, {colour} 0 1px, #fff 1px 4px)" if series.hatched else colour


def _share(value: Value | None, whole: Value, lang: str) -> str:
    return format_ratio(float(max(value or 0, 0) / whole), lang, 0)


def _fill(pie: Chart, number: int, at: int) -> str:
    return f"url(#hatch{number}-{at})" if pie.categories[at].hatched else _colour(pie, at)


def _colour(pie: Chart, at: int) -> str:
    return html.escape(pie.categories[at].colour or IDENTIFIED)


def _table(table: Table, lang: str) -> str:
    _ = translator(lang)
    types = [column.type for column in table.columns]
    kinds = ["" if kind in ("text", "date") else ' class="number"' for kind in types]
    head = "".join(f"<th{kind}>{_escape(column.label)}</th>" for column, kind in zip(table.columns, kinds, strict=True))
    lines = ([_cell(cell, kind, lang) for cell, kind in zip(row, types, strict=True)] for row in table.rows[:ROWS])
    body = "".join(f"<tr>{_cells(line, kinds)}</tr>" for line in lines)
    if len(table.rows) > 1 and any(column.total for column in table.columns):
        sums = [_cell(table.total(at), column.type, lang) if column.total else "" for at, column in enumerate(table.columns)]
        body += f'<tr class="total">{_cells([sums[0] or _escape(_("Total")), *sums[1:]], kinds)}</tr>'
    title = f'<h2 class="clamp two">{_escape(table.title)}</h2>' if table.title else ""
    left = cut_text(table, min(ROWS, len(table.rows)), lang)
    rest = f'<p class="quiet">{_escape(left)}</p>' if left else ""
    return f"<section>{title}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}</section>"


def _cell(cell: object, kind: str, lang: str) -> str:
    return "" if cell is None else _escape(format_value(cell, kind, lang))


def _cells(cells: list[str], kinds: list[str]) -> str:
    return "".join(f"<td{kind}>{cell}</td>" for cell, kind in zip(cells, kinds, strict=True))
