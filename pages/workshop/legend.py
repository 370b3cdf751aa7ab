"""A comparison on the stage: two houses with their pies, and between them the legend that is the difference."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import streamlit as st

from pages.shared.charts import look, place_figure
from pages.shared.differences import chip, differences_html, legend_head
from pages.shared.language import _, current_language
from segmentation.charts.described import draw_described
from segmentation.charts.echarts.pies import BRIEF_WAYS, fit_pie
from segmentation.charts.labels import first_word, lines_of, pixels_wide
from segmentation.charts.stage import BOLD, LEAST, NARROW_PIE_TEXT, PIE_TEXT, TEXT, Difference, Stage, differences, headings
from segmentation.slides import Category, Chart, Slide, slice_total

Slice = Category | Difference
ROW = 4.04  # per cent of the height that a line of the legend takes where there is room
PIE = (33.5, 27.5)  # per cent of the height that a pie is across, at least; on a narrow stage
LITTLE = 0.86  # of the height of its row: a pie that is as large is large enough


def draw_comparison(slide: Slide, stage: Stage, key: str, high: int) -> None:
    """Draw two houses side by side, a row a measure: pie, differences, pie."""
    count = len(slide.charts) // 2
    pairs = list(zip(slide.charts[:count], slide.charts[count:], strict=True))
    told = [differences(one, other, slide.strip) for one, other in pairs]
    slices = list({each.label: each for row in told for each in row}.values())
    labels = [each.label for each in slices]
    heads = [legend_head(slide, one) for one, _other in pairs]
    middle = min(_middle(stage, [] if stage.is_narrow else labels, heads), stage.inner // 3)
    side = (stage.inner - middle) // 2
    top, key_room = stage.px(4.6), min(key_high(slices, stage), high // 4)
    coded = stage.is_narrow and any(first_word(label) != label for label in labels)
    unnamed = any(_is_small(chart, stage, side, (high - top - coded * key_room) // count) for chart in slide.charts)
    coded = coded or (stage.is_narrow and unnamed)  # a wide stage has the names in the middle
    keyed = coded * key_room
    st.html(f'<div class="sides" style="height:{top}px;grid-template-columns:{side + middle}px 1fr">'
            + f"{_headings(slide, stage, (side + middle, side))}</div>")
    tall = (high - top - keyed) // count
    for number, (pair, row) in enumerate(zip(pairs, told, strict=True)):
        one, between, other = st.columns([side, middle, side], gap=None)
        for column, name, chart in ((one, "one", pair[0]), (other, "other", pair[1])):
            with column:
                _draw_pie(chart, stage, f"{key}_{number}_{name}", side, tall, unnamed=unnamed)
        with between:
            _draw_legend(row, heads[number], stage, middle, tall)
    if coded:
        draw_key(slices, stage)


def _is_small(pie: Chart, stage: Stage, width: int, high: int) -> bool:
    """Return whether the names of its slices would leave less of a pie than ``PIE``: then all four have shares alone."""
    if not slice_total(pie):
        return False
    least = PIE[stage.is_narrow] / 100 * stage.height
    return 2 * fit_pie(pie, current_language(), high, width, _pie_text(stage), BRIEF_WAYS).radius < min(least, LITTLE * high)


def _pie_text(stage: Stage) -> int:
    return stage.px(NARROW_PIE_TEXT if stage.is_narrow else PIE_TEXT)


def _draw_pie(chart: Chart, stage: Stage, key: str, width: int, high: int, *, unnamed: bool) -> None:
    size = _pie_text(stage)
    drawn = draw_described(
        chart, current_language(), look(), height=high, size=size, width=width, brief=True, least=stage.px(LEAST),
        unnamed=unnamed,
    )
    if drawn is None:
        st.caption(_("There is nothing to show here."))
    else:
        place_figure(drawn, key, f"{chart.title}. {chart.subtitle}")


def _headings(slide: Slide, stage: Stage, widths: tuple[int, int]) -> str:
    """Return the heading of each side on one line: its house, what else is said of it muted, and its key figure large.

    What is said of both alike, such as the day, is left to the foot.
    """
    parts = [text.split(" · ") for text in headings(slide.sides)]
    return "".join(_heading(name, " · ".join(more), stage, width) for (name, *more), width in zip(parts, widths, strict=True))


def _heading(name: str, told: str, stage: Stage, width: int) -> str:
    found = re.search(r"\d[\d.]*%$", told)
    rest, figure = (told[: found.start()], found[0]) if found else (told, "")
    least = stage.px(LEAST)
    for part in (1.0, 0.9, 0.8, 0.7):
        sizes = [max(least, int(part * stage.px(percent))) for percent in (3.1, 2.4, 3.9)]
        if sum(pixels_wide(text, size) for text, size in zip((name, rest, figure), sizes, strict=True)) + 2 * sizes[1] <= width:
            break
    large = f'<b class="figure" style="font-size:{sizes[2]}px">{figure}</b>' if figure else ""
    return (
        f'<div><b style="font-size:{sizes[0]}px">{html.escape(name)}</b>'
        f'<span style="font-size:{sizes[1]}px;color:{look().muted}">{html.escape(rest)}</span>{large}</div>'
    )


def _middle(stage: Stage, names: Sequence[str], heads: Sequence[str]) -> int:
    """Return the pixels of the legend: chip, name and points; at least what the longest word over it takes."""
    size, small = stage.px(TEXT), BOLD * stage.px(LEAST)
    widest = max((pixels_wide(name, size) for name in names), default=0.0)
    words = max(pixels_wide(line, small) for head in heads for line in lines_of(head, 4 * small, small))
    return round(max(widest + (4 if widest else 4.7) * size + (0.8 * size if widest else 0), words + small))


def _draw_legend(row: tuple[Difference, ...], head: str, stage: Stage, width: int, high: int) -> None:
    top, small = stage.px(1.2), stage.px(LEAST)
    above = round(1.2 * small) * len(lines_of(head, 0.92 * width, BOLD * small)) + stage.px(1)
    line = min(stage.px(ROW), (high - above - top) // max(1, len(row)))
    size = min(stage.px(TEXT), max(small, int(line / 1.15)))
    st.html(
        f'<div class="differences" style="height:{high}px;padding-top:{top}px;font-size:{size}px">'
        f"{differences_html(row, head, small, line, named=not stage.is_narrow)}</div>"
    )


def key_high(slices: Sequence[Slice], stage: Stage) -> int:
    """Return the pixels that the key of what the codes and colours mean takes."""
    size = stage.px(LEAST)
    wide = sum(pixels_wide(each.label, size) + 3 * size for each in slices)
    return (int(wide / (0.92 * stage.inner)) + 1) * stage.px(1.35 * LEAST)


def draw_key(slices: Sequence[Slice], stage: Stage) -> None:
    """Draw what the codes and colours mean, once for all pies."""
    parts = "".join(
        f'<span><i style="{chip(each.colour, hatched=each.hatched)}"></i>{html.escape(each.label)}</span>' for each in slices
    )
    st.html(f'<div class="colour-key" style="font-size:{stage.px(LEAST)}px">{parts}</div>')
