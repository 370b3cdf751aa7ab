"""A scorecard's criteria: the profile of the store or of one customer, his history, and the editor of ratings."""

from __future__ import annotations

import streamlit as st

from pages.shared.charts import draw_told
from pages.shared.house import View, current_warehouse, reading_of, scheme
from pages.shared.language import _, current_language, day_text, plain
from pages.shared.picking import Picker
from pages.shared.pin import chart_slide
from pages.shared.ratings_edit import draw_ratings_editor
from pages.shared.tables import draw_table
from segmentation.charts.grades.gradings import tell_criteria
from segmentation.measures.grades.ratings import ratings_history
from segmentation.measures.grades.scorecard import CriterionMean, read_criteria
from segmentation.slides import Chart


def criteria_of(view: View, customer: str | None = None) -> tuple[CriterionMean, ...]:
    """Return the criteria with the mean scores of the store, or with one customer's own."""
    warehouse, own = current_warehouse(), scheme()
    return reading_of(view, f"criteria {customer}", lambda: read_criteria(warehouse, view.store_id, own, view.as_of, customer))


def draw_profile(view: View, customer: str | None, name: str, pick: Picker) -> None:
    """Draw the profile of the criteria, the chosen customer's beside the average, as bars or as a radar, then his history."""
    lang = current_language()
    own = criteria_of(view, customer) if customer else ()
    text = _("Latest ratings of {name} on {day}") if customer else _("Average of the latest ratings on {day}")
    subtitle = text.format(name=name, day=day_text(view.as_of))
    kinds = {"bar": _("Bars"), "radar": _("Radar")}
    kind = st.segmented_control(
        _("Drawn as"), list(kinds), format_func=kinds.get, key="criteria_kind", default="bar", required=True,
        persist_state="session",
    )
    chart = tell_criteria(criteria_of(view), float(scheme().spec.scale[1]), lang, subtitle, own, kind=kind)
    if chart is None:
        st.info(_("Nobody is rated yet. Rate customers below, or upload a file of ratings."))
        return
    height = 440 if kind == "radar" else 90 + 46 * len(chart.categories)
    draw_told(chart, "criteria", slide=lambda: chart_slide(view, chart), height=height, pick=pick if kind == "bar" else None)
    if kind == "radar":
        _draw_spokes(chart, pick)
    if customer:
        _draw_history(view, customer, name)


def _draw_spokes(chart: Chart, pick: Picker) -> None:
    """Draw the criteria as words to press, below a radar: the browser tells no click on one."""
    with st.container(horizontal=True, gap="small", key="spokes"):
        for number, each in enumerate(chart.categories):
            if each.behind:
                to = () if each.behind == pick.chosen else each.behind
                st.button(plain(each.label), key=f"spoke_{number}", type="tertiary", on_click=pick.take, args=(to,))


def _draw_history(view: View, customer: str, name: str) -> None:
    warehouse = current_warehouse()
    history = reading_of(view, f"history {customer}", lambda: ratings_history(warehouse, view.store_id, customer, view.as_of))
    if history.num_rows:
        st.markdown(f"**{_('Ratings of {name} so far').format(name=plain(name))}**")
        draw_table(history, ("criterion", "rated_on", "score"), "rating_history", rows=8)


def draw_rating(view: View) -> None:
    """Draw the editor of ratings, folded up where somebody is rated already."""
    criteria = [(each.key, each.label[current_language()], *each.label.values()) for each in scheme().spec.criteria]
    nobody = not any(each.rated for each in criteria_of(view))
    with st.expander(_("Rate customers"), expanded=nobody):
        low, high = (f"{end:f}" for end in scheme().spec.scale)
        note = _("Scores from {low} to {high}. A customer is graded as soon as every criterion is rated.")
        st.caption(note.format(low=low, high=high))
        draw_ratings_editor(view, criteria)
