"""What the sales are made of: bars with their change, weekdays and meals beside them, who is behind, and the table."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages.composition.words import (
    SALES,
    colours_of,
    compared,
    name_of,
    part_figures,
    parts_of,
    parts_table,
    statements_by,
)
from pages.shared.address import settle
from pages.shared.behind import draw_behind
from pages.shared.charts import draw_boxes, draw_told
from pages.shared.definition import period
from pages.shared.downloads import draw_download
from pages.shared.figures import draw_figures
from pages.shared.groups import pick_group, picked_group
from pages.shared.heads import draw_answer
from pages.shared.house import View
from pages.shared.language import _, current_language
from pages.shared.picking import Picker, page_picker
from pages.shared.pin import chart_slide, grid_slide, table_slide
from pages.shared.tables import described, draw_table
from pages.shared.tabs import go_to_tab
from segmentation.charts.composition.parts import tell_parts, tell_slots
from segmentation.language.i18n import N_
from segmentation.measures.composition.parts import BY, SLOT
from segmentation.measures.composition.words import (
    LABELS,
    finding_composition,
    finding_most,
    finding_profit,
    finding_slots,
)

DEFINITION = (SALES,)
NAME = N_("What sales are made of")
HIGH = 330  # pixels of the pictures


def draw(view: View) -> None:
    """Draw the tab by what was picked."""
    lang, by = current_language(), st.session_state["composition_by"]
    found, name = parts_of(view, by), name_of(view, by)
    with st.container(horizontal=True, vertical_alignment="center"):
        answer, group = finding_composition(found, name, lang), picked_group(view)
        draw_answer(answer if group is None else _("{group}: {text}").format(group=group.name, text=answer))
        if finding_profit(found, lang):
            to = ("composition", "products")
            st.button(_("Why: by product"), type="tertiary", key="why_products", on_click=go_to_tab, args=to)
    draw_figures(part_figures(view, found, name))
    picker = page_picker("composition")
    one, two = st.columns([1.1, 1], gap="medium")
    with one:
        title = finding_most(found, name, lang)
        whose = [] if group is None else [group.name]
        when = " · ".join([_("Sales"), *whose, period(view), compared(view, found)])
        chart = tell_parts(found, name, colours_of(view, by), lang, title, when)
        draw_told(chart, "parts", slide=lambda: chart_slide(view, chart), height=HIGH, pick=picker)
    with two:
        _draw_slots(view, picker)
    draw_behind(view, picker.chosen)
    table = parts_table(found, name)
    draw_table(table, table.column_names, f"parts_{by}", rows=12)
    draw_download(
        lambda: table, N_("Composition"), view, "download_parts",
        slide=lambda: table_slide(view, title, when, described(table, most=12)), named=by == "manager", notes=(when,),
    )


def pick(view: View) -> None:
    """Draw the pickers: what the parts are, and of whom."""
    settle("composition_by", BY, "module")
    names = {by: _("By: {part}").format(part=_(LABELS[by])) for by in BY}
    st.selectbox(
        _("By"), BY, format_func=names.get, key="composition_by",
        label_visibility="collapsed", persist_state="session", width=220,
    )
    pick_group(view)


def _draw_slots(view: View, picker: Picker) -> None:
    found, lang = parts_of(view, SLOT), current_language()
    group = picked_group(view)
    whose = _("Sales to walk-ins") if found.is_of_walk_ins else _("Sales to customers")
    when = " · ".join([whose, *([group.name] if group else []), period(view)])
    days, meals = name_of(view, "weekday"), name_of(view, "meal_period")
    grid = tell_slots(found, days, meals, lang, finding_slots(found, days, meals, lang), when)
    if grid is None:
        st.caption(_("The bills tell neither a time nor a meal period."))
        return
    draw_boxes(grid, "slots", slide=lambda: grid_slide(view, grid), height=HIGH, width=560, pick=picker)


def statements() -> Sequence[str]:
    """Return the statements that ran."""
    return statements_by(st.session_state["composition_by"])
