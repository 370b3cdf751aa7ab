"""The comparison on its page: the pies of both sides, between them how they differ, the gaps below; its deck."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.shared.charts import click_hint, draw_menu, look, place_figure, takes_clicks
from pages.shared.differences import STYLE as DIFFERENCES
from pages.shared.differences import differences_html, legend_head
from pages.shared.downloads import PPTX, comparison_name, offer
from pages.shared.heads import draw_head
from pages.shared.house import View
from pages.shared.language import _, current_language, plain
from pages.shared.masking import pick_masking
from pages.shared.picking import Picker, pick_part
from segmentation.charts.described import draw_described
from segmentation.charts.stage import differences, headings
from segmentation.charts.told import told_parts
from segmentation.exports.pptx import deck
from segmentation.slides import Chart, Slide

HIGH, SIZE, LINE = 248, 14, 22  # pixels of a pie, of what is written at it, and of a line of the legend between two
STRIP, STRIP_SIZE = 226, 15  # of the gaps below
WIDTH = 440  # pixels of a pie on a laptop
MIDDLE = 0.46  # of a pie's width: the legend's
# a narrow window has the legend below both pies, in lines; a phone each thing below the other, under its house
STYLE = """<style>DIFFERENCES
.st-key-pies > * > [data-testid=stHorizontalBlock] { gap: 0 }
.st-key-pies h3 { font-size: 18px; line-height: 26px } [class*=st-key-house_again] { display: none }
.st-key-pies .differences { font-size: 14px; padding: 6px 24px 0 0 } .st-key-pies .what { text-align: left }
:is(.st-key-pies, .st-key-wide_gaps) [class*=st-key-picture_] { position: relative }
:is(.st-key-pies, .st-key-wide_gaps) [class*=st-key-corner_] { position: absolute; right: 4px; top: 0; width: auto; z-index: 1 }
.st-key-pies .hint { color: var(--muted); font-size: 13px; line-height: LINEpx; padding-top: 4px }
@media screen and (max-width: 1200px) {
  .st-key-pies > * > [data-testid=stHorizontalBlock] { flex-wrap: wrap }
  .st-key-pies [data-testid=stColumn] { flex: 1 1 45%; min-width: 45% }
  .st-key-pies [data-testid=stColumn]:has(.differences) { flex: 1 1 100%; min-width: 100%; order: 1 }
  .st-key-pies .differences { display: flex; flex-wrap: wrap; gap: 0 1.2em; padding: 0 }
  .st-key-pies .hint { padding: 0 } .st-key-pies [data-testid=stVerticalBlock] { gap: 4px }
  .st-key-pies .what { line-height: LINEpx }
}
@media (max-width: 640px) {
  .st-key-pies [data-testid=stColumn] { flex: 1 1 100%; min-width: 100% } [class*=st-key-house_again] { display: block }
}
@media print { .st-key-pies [data-testid=stColumn] { min-width: 0 !important } }
</style>""".replace("DIFFERENCES", DIFFERENCES).replace("LINE", str(LINE))


def draw_sides(slide: Slide, key: str, pick: Picker) -> None:
    """Draw a row a measure: the pie of each side, between them how they differ; below all gaps. A click on a mark chooses.

    Both rows stand in the first view of a laptop, the gaps in that of a larger screen.
    """
    st.html(STYLE)
    share = len(slide.charts) // len(slide.sides)
    with st.container(key="pies"):
        for at in range(share):
            pies = slide.charts[at::share]
            left, middle, right = st.columns([1, MIDDLE, 1], gap=None)
            for number, (place, side, pie) in enumerate(zip((left, right), headings(slide.sides), pies, strict=True)):
                with place, st.container(key=f"house_again_{number}" if at else None):
                    st.subheader(plain(side), anchor=False)
                with place:
                    _draw(pie, f"{key}_{number}_{at}", HIGH, SIZE, WIDTH, pick)
            with middle:
                told = differences_html(differences(*pies, slide.strip), legend_head(slide, pies[0]), 13, LINE)
                hint = "" if at else f'<div class="hint">{click_hint("pie")}</div>'
                st.html(f'<div class="differences">{told}{hint}</div>')
    if slide.strip:
        with st.container(key="wide_gaps"):  # a phone has no room for it, and the legends say it all
            draw_head(slide.strip.title, slide.strip.subtitle, hint=click_hint(slide.strip.kind))
            _draw(slide.strip, f"{key}_strip", STRIP, STRIP_SIZE, 2 * WIDTH, pick)


def _draw(chart: Chart, key: str, height: int, size: int, width: int, pick: Picker) -> None:
    drawn = draw_described(
        chart, current_language(), look(), height=height, size=size, width=width, brief=True, chosen=pick.chosen
    )
    if drawn is None:
        st.caption(_("There is nothing to show here."))
    else:
        with st.container(key=f"picture_{key}"):
            if takes_clicks(drawn.marks):
                with st.container(key=f"corner_{key}"), draw_menu(key, _("Pick a part to see its customers")):
                    pick_part(told_parts(drawn, drawn.marks), key, pick)
            place_figure(drawn, key, f"{chart.title}. {chart.subtitle}", pick)


def draw_deck_button(slides: Sequence[Slide], what: str, views: tuple[View, View], key: str = "download_deck") -> None:
    """Draw the button that makes a PowerPoint deck of both sides when it is clicked; ``what`` (a msgid) names the file."""
    lang, masking = current_language(), pick_masking(key)
    name = comparison_name(views, what, masking).removesuffix(".csv")
    offer(_("Download as PowerPoint"), lambda: deck(masking.slides(slides), lang), f"{name}.pptx", PPTX, key)
