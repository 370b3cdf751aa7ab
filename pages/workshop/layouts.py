"""How each layout of a slide is drawn on the stage: every part in pixels of the window, so that nothing is cut or scrolled."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from pages.shared.charts import look, place_figure
from pages.shared.language import _, current_language, plain
from pages.workshop.legend import draw_comparison, draw_key, key_high
from segmentation.charts.described import draw_described
from segmentation.charts.echarts.grids import draw_grid
from segmentation.charts.echarts.pies import fit_pie
from segmentation.charts.labels import lines_of
from segmentation.charts.stage import BOLD, LEAST, TEXT, Stage, fit_table, layout_of
from segmentation.language.i18n import count_left_out
from segmentation.slides import PYRAMIDS, Chart, Grid, Slide, cut_text, format_value, slice_total

LARGE = 3.2  # per cent of the height: what is written at a pie or pyramid that stands alone
GAP = 2.6  # per cent of the height between two charts
LOW = 20  # times its letters: labels of several lines have no room beside a pie that is not higher
LITTLE = 0.5  # of its room: a pie beside others that is smaller has a key below instead of names
MOST_WORDS = 0.4  # of the height of charts: no words over or under them take more, however long somebody's texts are
GRID_SHARE = 0.6  # of the width, beside charts
TABLE_SHARE = 0.46  # of the height, below charts


def draw_parts(slide: Slide, stage: Stage, key: str, high: int) -> None:
    """Draw all of a slide but what stands over it, ``high`` pixels high."""
    drawers = {
        "comparison": lambda: draw_comparison(slide, stage, key, high),
        "charts": lambda: _draw_charts(slide, stage, key, high),
        "charts_and_grid": lambda: _draw_beside_grid(slide, stage, key, high),
        "charts_and_table": lambda: _draw_over_table(slide, stage, key, high),
        "grid": lambda: _draw_grid(slide.grid, stage, key, stage.inner, high),
        "table": lambda: _draw_table(slide, stage, high),
        "empty": lambda: _say_nothing(),
    }
    drawers[layout_of(slide)]()


def _draw_charts(slide: Slide, stage: Stage, key: str, high: int) -> None:
    """Draw charts beside each other, four two by two, each under its own words where these are not the slide's."""
    two_by_two = len(slide.charts) == 4
    alone = len(slide.charts) == 1 and slide.charts[0].kind in ("pie", *PYRAMIDS)
    size = stage.px(LARGE if alone else TEXT if len(slide.charts) < 3 else LEAST)
    rows = [slide.charts[:2], slide.charts[2:]] if two_by_two else [slide.charts]
    for number, charts in enumerate(rows):
        _draw_row(charts, slide.title, stage, f"{key}_{number}", stage.inner, high // len(rows), size)


def _draw_row(charts: Sequence[Chart], title: str, stage: Stage, key: str, width: int, high: int, size: int) -> None:
    width = (width - stage.px(GAP) * (len(charts) - 1)) // len(charts)
    heads = [_head(chart, title, stage, width, high, alone=len(charts) == 1) for chart in charts]
    above = max(tall for _text, tall in heads)
    pies = [chart for chart in charts if chart.kind == "pie"]
    brief = len(charts) > 1 and any(_is_small(pie, width, high - above, size) for pie in pies)
    slices = list({each.label: each for pie in pies for each in pie.categories}.values()) if brief else []
    high -= min(key_high(slices, stage), int(MOST_WORDS * high)) if brief else 0
    columns = _columns(stage, [width] * len(charts))
    for number, (column, chart, (text, _tall)) in enumerate(zip(columns, charts, heads, strict=True)):
        with column:
            if above:
                _draw_head(text, above)
            drawn = draw_described(
                chart, current_language(), look(), height=high - above, size=size, width=width, least=stage.px(LEAST),
                brief=brief,
            )
            if drawn is None:
                _say_nothing()
            else:
                place_figure(drawn, f"{key}_{number}", f"{chart.title}. {chart.subtitle}")
    if brief:
        draw_key(slices, stage)


def _is_small(pie: Chart, width: int, high: int, size: int) -> bool:
    """Return whether the names and values beside a pie would leave little of it."""
    if not slice_total(pie):
        return False
    radius = fit_pie(pie, current_language(), high, width, size).radius
    return 2 * radius < LITTLE * min(high, width) or high < LOW * size


def _columns(stage: Stage, widths: Sequence[int]) -> list[st.delta_generator.DeltaGenerator]:
    """Return columns of these widths with the gap of the stage between them: narrow ones that stay empty."""
    parts: list[int] = []
    for width in widths:
        parts += [stage.px(GAP), width] if parts else [width]
    return st.columns(parts, gap=None)[::2] if len(parts) > 1 else [st.container()]


def _head(part: Chart | Grid, title: str, stage: Stage, width: int, high: int, *, alone: bool) -> tuple[str, int]:
    """Return what stands over a part of a slide that is ``high``, as HTML, and the pixels it takes.

    It is nothing where the slide says it already, and takes no more than ``MOST_WORDS``.
    """
    if alone and part.title in ("", title):
        return "", 0
    large, small = stage.px(TEXT), stage.px(LEAST)
    said = [(part.title, large, 600, "inherit")]
    said += [] if alone else [(part.subtitle, small, 400, look().muted)]
    text, tall = "", 0
    for words, size, weight, colour in said:
        lines = len(lines_of(words, width, BOLD * size)) if words else 0
        text += f'<div style="font-size:{size}px;line-height:1.25;font-weight:{weight};color:{colour}">{html.escape(words)}</div>'
        tall += round(1.25 * size) * lines + lines
    return text, min(tall + stage.px(0.8), int(MOST_WORDS * high))


def _draw_head(text: str, high: int) -> None:
    st.html(f'<div style="height:{high}px;overflow:hidden">{text}</div>')


def _draw_beside_grid(slide: Slide, stage: Stage, key: str, high: int) -> None:
    width = int(GRID_SHARE * (stage.inner - stage.px(GAP)))
    left = stage.inner - stage.px(GAP) - width
    one, two = _columns(stage, [left, width])
    with one:
        _draw_row(slide.charts, slide.title, stage, key, left, high, stage.px(TEXT))
    with two:
        text, above = _head(slide.grid, slide.title, stage, width, high, alone=False)
        _draw_head(text, above)
        _draw_grid(slide.grid, stage, f"{key}_grid", width, high - above)


def _draw_grid(grid: Grid, stage: Stage, key: str, width: int, high: int) -> None:
    drawn = draw_grid(
        grid, current_language(), look(), height=high, size=stage.px(TEXT + 0.4), width=width, least=stage.px(LEAST)
    )
    if drawn is None:
        _say_nothing()
    else:
        place_figure(drawn, key, f"{grid.title}. {grid.subtitle}")


def _draw_over_table(slide: Slide, stage: Stage, key: str, high: int) -> None:
    below = int(TABLE_SHARE * high)
    _draw_row(slide.charts, slide.title, stage, key, stage.inner, high - below, stage.px(TEXT))
    _draw_table(slide, stage, below)


def _draw_table(slide: Slide, stage: Stage, high: int) -> None:
    """Draw as much of a slide's table as fits; say of how many rows and what money that is, and how many columns are left."""
    table, said = slide.table, f"{slide.title} {slide.subtitle}"
    lang, foot = current_language(), stage.px(1.6 * LEAST)
    fitted = fit_table(table, lang, stage, high - foot)
    columns = [table.columns[at] for at in fitted.columns]
    looks = ["" if column.type in ("text", "date") else ' class="number"' for column in columns]
    sized = "".join(f'<col style="width:{wide}px">' for wide in fitted.widths)
    head = "".join(f"<th{each}>{html.escape(column.label)}</th>" for each, column in zip(looks, columns, strict=True))
    rows = "".join(
        "<tr>" + "".join(
            f"<td{each}>{html.escape(format_value(row[at], column.type, lang))}</td>"
            for each, column, at in zip(looks, columns, fitted.columns, strict=True)
        ) + "</tr>"
        for row in table.rows[: fitted.rows]
    )
    st.html(
        f'<table class="slide-table" style="font-size:{fitted.size}px"><colgroup>{sized}</colgroup><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )
    left = [cut_text(table, fitted.rows, lang, said), count_left_out(0, len(table.columns) - len(columns), lang)]
    if any(left):
        st.caption(plain(" · ".join(filter(None, left))))


def _say_nothing() -> None:
    st.caption(_("There is nothing to show here."))
