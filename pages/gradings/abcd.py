"""A–D as the manual draws it: two ranked lists with the overlap lit, or every customer by how loyal and how valuable he is."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa
import streamlit as st

from pages.shared.address import address_is_behind
from pages.shared.charts import draw_boxes, draw_told
from pages.shared.definition import period
from pages.shared.heads import draw_answer
from pages.shared.house import View, reading_of, scheme
from pages.shared.language import _, current_language, plain
from pages.shared.picking import Picker
from pages.shared.pin import chart_slide, grid_slide
from pages.shared.tiers import draw_norms, draw_tier_table, tiers_of
from segmentation.charts.grades.rankings import tell_points, tell_rankings
from segmentation.language.i18n import N_
from segmentation.measures.grades.grading import statements_of
from segmentation.measures.grades.next_tier import finding_climbs
from segmentation.measures.grades.rankings import FIRST, Rankings, finding_rankings, read_points, read_rankings
from segmentation.slides import Behind, Grid

NAME, RULE = N_("A/B/C/D"), "rank_overlap"
DEFINITION = N_(
    "D are those who have not come for a while. The others are ranked twice, by visits and by contribution (or by the average "
    "per table), and whoever stands high in both lists is A. Of the rest, B stand high by contribution; C come often, or neither."
)
HEIGHT = 460
WIDE, NARROW = 760, 520  # pixels of the two lists: on a laptop, and on a phone held sideways, where both are to be seen


def statements() -> tuple[str, ...]:
    """Return the statements that ran."""
    return (*statements_of(scheme()), "measures/grades/grades", "measures/grades/tier_summary")


def draw(view: View, grades: pa.Table) -> None:
    """Draw the two lists, or loyal × valuable where that is chosen, and what each grade is."""
    tiers, lang = tiers_of(view), current_language()
    draw_answer(finding_climbs(scheme(), tiers, [], lang))
    kinds = {"lists": _("Two ranked lists"), "points": _("Loyal × valuable")}
    kind = st.segmented_control(
        _("Drawn as"), list(kinds), format_func=kinds.get, key="abcd_kind", default="lists", required=True,
        persist_state="session", label_visibility="collapsed",
    )
    (_draw_points if kind == "points" else _draw_lists)(view, grades)
    draw_tier_table(view, tiers, told=True)
    draw_norms()


def _draw_lists(view: View, grades: pa.Table) -> None:
    own = scheme()
    found = reading_of(view, "rankings", lambda: read_rankings(grades, own))
    grid = tell_rankings(found, own, current_language(), period(view))
    if grid is None:
        st.info(plain(finding_rankings(found, own, current_language())))
        return
    height = 60 + (HEIGHT - 60) * len(grid.rows) // FIRST
    draw_boxes(_clickable(grid, found), "rankings", slide=lambda: grid_slide(view, grid), height=height, width=WIDE,
               narrow=NARROW, pick=Picker((), _open_customer), click=_("click a name to see why he has this grade"))


def _clickable(grid: Grid, found: Rankings) -> Grid:
    """Return the lists with the customer behind each box, who is not kept where the slide is."""
    pairs = zip(grid.cells, zip(found.by_frequency, found.by_value, strict=True), strict=True)
    return replace(grid, cells=tuple(
        tuple(replace(cell, behind=(("customer", places[at // 2].customer),)) for at, cell in enumerate(row))
        for row, places in pairs
    ))


def _open_customer(behind: Behind) -> None:
    st.session_state["customer"] = dict(behind).get("customer")
    address_is_behind("customer")


def _draw_points(view: View, grades: pa.Table) -> None:
    own, lang = scheme(), current_language()
    found = reading_of(view, "points", lambda: read_points(grades, own))
    chart = tell_points(found, own, lang, period(view))
    if chart is None:
        st.info(_("Nobody is graded yet"))
        return
    shown = replace(chart, categories=tuple(  # who is not kept where the slide is
        replace(category, behind=(("customer", each.customer),))
        for category, each in zip(chart.categories, found.points, strict=True)
    ))
    opened = st.session_state.get("customer")
    draw_told(
        shown, "points", slide=lambda: chart_slide(view, chart), height=HEIGHT, size=14,
        pick=Picker((("customer", opened),) if opened else (), _open_customer),
        click=_("click a point to see who it is, and why he has this grade"),
    )
