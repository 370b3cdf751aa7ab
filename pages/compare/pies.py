"""The comparison on its page: the pies of both sides beside each other, what the colours mean, the gaps below; its deck."""

from __future__ import annotations

import html
from collections.abc import Sequence

import streamlit as st

from pages.shared.charts import click_hint, look, place_figure, takes_clicks
from pages.shared.downloads import PPTX, offer
from pages.shared.house import View
from pages.shared.language import _, current_language, plain
from pages.shared.masking import pick_masking
from pages.shared.picking import Picker
from segmentation.charts.described import draw_described
from segmentation.charts.marks import plotted_marks
from segmentation.exports.csv import file_name
from segmentation.exports.pptx import deck
from segmentation.slides import Chart, Slide

STYLE = """<style>
.st-key-pies [data-testid=stColumn] [data-testid=stColumn] { min-width: 330px }
.st-key-finding h2 { font-size: clamp(1.5rem, 1.65vw, 2.4rem); line-height: 1.3 }
.colour-key { display: flex; flex-wrap: wrap; gap: 0.3em 1.4em; font-size: 1.3em; line-height: 1.3 }
.colour-key span { display: inline-flex; align-items: center; gap: 0.4em; overflow-wrap: anywhere }
.colour-key i { width: 0.85em; height: 0.85em; flex: none; border-radius: 3px }
</style>"""
ROOM, SIZE = 540, 18  # pixels of the charts together with the strip, and of what is written at them
PIES = 0.58  # of the room
WIDTH = 450  # pixels of a pie on a laptop


def draw_sides(slide: Slide, key: str, pick: Picker) -> None:
    """Draw the sides of a comparison with the gaps below; a click on a slice chooses what stands behind it."""
    height = int(ROOM * PIES) if slide.strip else ROOM
    st.html(STYLE)
    _draw_key(slide.charts)
    share = len(slide.charts) // len(slide.sides)
    with st.container(key="pies"):
        for number, (column, side) in enumerate(zip(st.columns(len(slide.sides), gap="medium"), slide.sides, strict=True)):
            with column:
                st.subheader(plain(side), anchor=False)
                charts = slide.charts[number * share : (number + 1) * share]
                for at, (place, chart) in enumerate(zip(st.columns(share), charts, strict=True)):
                    with place:
                        _draw(chart, f"{key}_{number}_{at}", height, WIDTH, pick)
    if slide.strip:
        _draw(slide.strip, f"{key}_strip", ROOM - height, 2 * WIDTH, pick)


def _draw_key(pies: Sequence[Chart]) -> None:
    """Draw what the colours of the pies mean, once for all of them, in their order; a category of none of them is left out."""
    known: dict[str, str] = {}
    for pie in pies:
        for category in pie.categories:
            known.setdefault(category.label, _swatch(category.colour, hatched=category.hatched))
    parts = "".join(f'<span><i style="{style}"></i>{html.escape(label)}</span>' for label, style in known.items())
    st.html(f'<div class="colour-key">{parts}</div>')


def _swatch(colour: str, *, hatched: bool) -> str:
    if hatched:
        return f"background: repeating-linear-gradient(135deg, {colour} 0 3px, transparent 3px 6px); outline: 1px solid {colour}"
    return f"background: {colour}"


def _draw(chart: Chart, key: str, height: int, width: int, pick: Picker) -> None:
    click = f" :gray[:small[{click_hint(chart.kind)}]]" if takes_clicks(plotted_marks(chart)) else ""
    st.markdown(f"**{plain(chart.title)}**{click}")
    drawn = draw_described(
        chart, current_language(), look(), height=height, size=SIZE, width=width, brief=True, chosen=pick.chosen
    )
    if drawn is None:
        st.caption(_("There is nothing to show here."))
    else:
        place_figure(drawn, key, f"{chart.title}. {chart.subtitle}", pick)


def draw_deck_button(slides: Sequence[Slide], what: str, view: View, key: str = "download_deck") -> None:
    """Draw the button that makes a PowerPoint deck of the slides when it is clicked; ``what`` (a msgid) names the file."""
    lang, masking = current_language(), pick_masking(key)
    name = file_name(masking.store(view.store["store"]), what, view.as_of, lang).removesuffix(".csv")
    offer(_("Download as PowerPoint"), lambda: deck(masking.slides(slides), lang), f"{name}.pptx", PPTX, key)
