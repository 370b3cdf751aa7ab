"""A slide on the screen, large: charts side by side, what the colours mean, the gaps below; for workshop and comparison."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from pages.shared.charts import click_hint, look, place_figure, takes_clicks
from pages.shared.downloads import offer
from pages.shared.house import View
from pages.shared.language import _, current_language, plain
from pages.shared.masking import pick_masking
from pages.shared.picking import Picker
from segmentation.charts.described import draw_described
from segmentation.charts.echarts.grids import draw_grid
from segmentation.charts.echarts.look import Drawn
from segmentation.charts.marks import plotted_marks
from segmentation.exports.csv import file_name
from segmentation.exports.pptx import deck
from segmentation.slides import Chart, Grid, Slide, Table, cut_text, format_value

STAGE_STYLE = """<style>
.st-key-pies [data-testid=stColumn] [data-testid=stColumn] { min-width: 330px }
.st-key-finding h2 { font-size: clamp(1.5rem, 1.65vw, 2.4rem); line-height: 1.3 }
.colour-key { display: flex; flex-wrap: wrap; gap: 0.3em 1.4em; font-size: 1.3em; line-height: 1.3 }
.colour-key span { display: inline-flex; align-items: center; gap: 0.4em; overflow-wrap: anywhere }
.colour-key i { width: 0.85em; height: 0.85em; flex: none; border-radius: 3px }
.slide-table { width: 100%; border-collapse: collapse; font-size: 1.25em; font-variant-numeric: tabular-nums }
.slide-table th { font-weight: 600; opacity: 0.75 }
.slide-table th, .slide-table td { padding: 0.32em 0.6em; text-align: left; border-bottom: 1px solid rgba(128, 136, 144, 0.35) }
.slide-table .number { text-align: right; white-space: nowrap }
.slide-table td { max-width: 22em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
</style>"""
CUT_TABLE = 11  # rows that a screen of 1366 × 768 has room for, with the line of the rest and the foot
WIDE, HALF = 900, 480  # pixels that a grid has on any screen a workshop is shown on, alone and beside charts
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"


def draw_slide(slide: Slide, key: str, *, room: int = 560, size: int = 20, pick: Picker | None = None) -> None:
    """Draw everything of a slide but its title: charts ``room`` pixels high together with strip and table, text of ``size``.

    With ``pick`` a click on a mark of its charts chooses what stands behind it.
    """
    height = int(room * (0.58 if slide.strip else 0.5 if slide.table else 1))
    st.html(STAGE_STYLE)
    if slide.sides:
        draw_key([chart for chart in slide.charts if chart.kind == "pie"])
        share = len(slide.charts) // len(slide.sides)
        with st.container(key="pies"):
            for number, (column, side) in enumerate(zip(st.columns(len(slide.sides), gap="medium"), slide.sides, strict=True)):
                with column:
                    st.subheader(plain(side), anchor=False)
                    charts = slide.charts[number * share : (number + 1) * share]
                    _draw_row(charts, f"{key}_{number}", height, size, brief=True, pick=pick)
    elif slide.charts and slide.grid:
        one, two = st.columns(2, gap="medium")
        with one:
            _draw_row(slide.charts, key, height, size, brief=False, width=HALF)
        with two:
            _draw_grid(slide.grid, f"{key}_grid", height, size, titled=True)
    elif slide.charts:
        _draw_row(slide.charts, key, height, size, brief=False, pick=pick)
    elif slide.grid:
        _draw_grid(slide.grid, f"{key}_grid", height, size)
    if slide.strip:
        _draw_one(slide.strip, f"{key}_strip", room - height, size, brief=True, pick=pick)
    if slide.table:
        draw_story_table(slide.table, CUT_TABLE)


def draw_key(pies: Sequence[Chart]) -> None:
    """Draw what the colours of the pies mean, once for all of them, in their order; a category of none of them is left out."""
    known: dict[str, str] = {}
    for pie in pies:
        for category in pie.categories:
            known.setdefault(category.label, _swatch(category.colour, hatched=category.hatched))
    parts = "".join(f'<span><i style="{look}"></i>{html.escape(label)}</span>' for label, look in known.items())
    st.html(f'<div class="colour-key">{parts}</div>')


def _swatch(colour: str, *, hatched: bool) -> str:
    if hatched:
        return f"background: repeating-linear-gradient(135deg, {colour} 0 3px, transparent 3px 6px); outline: 1px solid {colour}"
    return f"background: {colour}"


def _draw_row(
    charts: Sequence[Chart], key: str, height: int, size: int, *, brief: bool, width: int = WIDE, pick: Picker | None = None
) -> None:
    for number, (column, chart) in enumerate(zip(st.columns(len(charts)), charts, strict=True)):
        with column:
            _draw_one(chart, f"{key}_{number}", height, size, brief=brief, titled=brief or len(charts) > 1,
                      width=width // len(charts), pick=pick)


def _draw_one(
    chart: Chart, key: str, height: int, size: int, *, brief: bool, titled: bool = True, width: int = WIDE,
    pick: Picker | None = None,
) -> None:
    if titled:
        click = f" :gray[:small[{click_hint(chart.kind)}]]" if pick and takes_clicks(plotted_marks(chart)) else ""
        subtitle = "" if brief else f"  \n:gray[:small[{plain(chart.subtitle)}]]"
        st.markdown(f"**{plain(chart.title)}**{click}{subtitle}")
    chosen = pick.chosen if pick else ()
    drawn = draw_described(
        chart, current_language(), look(), height=height, size=size, width=width, brief=brief, chosen=chosen
    )
    _place(drawn, chart, key, pick)


def _draw_grid(grid: Grid, key: str, height: int, size: int, *, titled: bool = False) -> None:
    if titled:
        st.markdown(f"**{plain(grid.title)}**  \n:gray[:small[{plain(grid.subtitle)}]]")
    drawn = draw_grid(grid, current_language(), look(), height=height, size=size, width=HALF if titled else WIDE)
    _place(drawn, grid, key)


def _place(drawn: Drawn | None, told: Chart | Grid, key: str, pick: Picker | None = None) -> None:
    if drawn is None:
        st.caption(_("There is nothing to show here."))
        return
    place_figure(drawn, key, f"{told.title}. {told.subtitle}", pick)


def draw_story_table(table: Table, most: int) -> None:
    """Draw the first ``most`` rows of a described table as large as text, and say of how many and of what money they are."""
    lang = current_language()
    looks = ["" if column.type in ("text", "date") else ' class="number"' for column in table.columns]
    head = "".join(f"<th{look}>{html.escape(column.label)}</th>" for look, column in zip(looks, table.columns, strict=True))
    rows = "".join(
        "<tr>" + "".join(
            f"<td{look}>{html.escape(format_value(cell, column.type, lang))}</td>"
            for look, column, cell in zip(looks, table.columns, row, strict=True)
        ) + "</tr>"
        for row in table.rows[:most]
    )
    st.html(f'<table class="slide-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>')
    if left := cut_text(table, min(most, len(table.rows)), lang):
        st.caption(plain(left))


def draw_deck_button(slides: Sequence[Slide], what: str, view: View, key: str = "download_deck") -> None:
    """Draw the button that makes a PowerPoint deck of the slides when it is clicked; ``what`` (a msgid) names the file."""
    lang, masking = current_language(), pick_masking(key)
    name = file_name(masking.store(view.store["store"]), what, view.as_of, lang).removesuffix(".csv")
    offer(_("Download as PowerPoint"), lambda: deck(masking.slides(slides), lang), f"{name}.pptx", PPTX, key)
