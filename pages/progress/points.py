"""The tab of points: what each manager earned in the month, from what, with weights to try, and in the months before."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pyarrow as pa
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from pages.progress.weights import pick_weights
from pages.shared.behind import draw_behind
from pages.shared.charts import draw_boxes, draw_told
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import View, current_warehouse, reading_of, settings_of
from pages.shared.language import _, current_language, plain
from pages.shared.picking import page_picker
from pages.shared.pin import chart_slide, grid_slide
from pages.shared.short_table import draw_short_table
from segmentation.charts.managers.points import tell_points_of_month, tell_points_of_months
from segmentation.language.i18n import N_, format_month
from segmentation.measures.managers.points import Inputs, Points, read_inputs, score
from segmentation.measures.managers.points_words import finding_points, missing_text, points_text, share_of
from segmentation.measures.managers.progress import has_month_bills
from segmentation.measures.managers.progress_words import no_bills_text
from segmentation.measures.movement.month_ends import month_end
from segmentation.settings.plans import read_plan
from segmentation.settings.point_weights import PointWeights, point_weights

MONTHS = 6
SCORES = ("manager", "earned", "earned_before", "kept_part", "controllability_part", "contribution_part")
INPUTS = ("manager", "active_then", "still_active", "won", "handed_out", "expected_visits", "visits_happened", "visits_waiting",
          "contribution", "revenue_target")
NUMBERS = ("points_earned", "points_of")  # what is earned as a file has it: to be added up, not read
TYPES = {
    **dict.fromkeys(("manager", "earned", "earned_before"), pa.string()),
    **dict.fromkeys(("kept_part", "controllability_part", "contribution_part"), pa.float64()),
    "points_earned": pa.float64(), "points_of": pa.int64(),
    **dict.fromkeys(INPUTS[1:8], pa.int64()), **dict.fromkeys(INPUTS[8:], pa.decimal128(18, 2)),
}


def draw_points(view: View, month: date, answer: DeltaGenerator) -> None:
    """Draw the points of the month; who is first and last goes to ``answer``."""
    lang, kept = current_language(), point_weights(current_warehouse(), view.store_id)
    inputs = _inputs_of(view, month)
    place = st.container()
    tried = pick_weights(view, kept) if inputs else kept
    points = _scored(inputs, tried)
    has_bills = _has_bills(view, month)
    with answer:
        draw_answer(finding_points(points, month, lang) if has_bills else no_bills_text(month, lang))
        if missing := missing_text(points, lang):
            st.caption(plain(missing))
    if not points or not has_bills:
        return
    when = _("{month} · points of 100; who reached most of what he could reach first").format(month=format_month(month, lang))
    pick = page_picker("points")
    told = tell_points_of_month(points, month, tried, lang, when)
    with place:
        if told.categories:
            draw_told(told, "points_bars", slide=lambda: chart_slide(view, told), pick=pick)
            draw_behind(view, pick.chosen)
    _draw_table(view, points, _scored(inputs, kept), tried != kept, when)
    _draw_months(view, month, tried)


def _inputs_of(view: View, month: date) -> dict[str, Inputs]:
    """Return by manager what points are worked out from; of a month that is over, as its last day knew it."""
    warehouse, settings, day = current_warehouse(), settings_of(view), min(view.as_of, month_end(month))
    with st.spinner(_("Grading the customers …")):
        return reading_of(view, f"points {month}", lambda: read_inputs(
            warehouse, view.store_id, month, day, settings, read_plan(warehouse, view.store_id, month)
        ))


def _has_bills(view: View, month: date) -> bool:
    warehouse = current_warehouse()
    return reading_of(view, f"has bills {month}", lambda: has_month_bills(warehouse, view.store_id, month, view.as_of))


def _scored(inputs: dict[str, Inputs], weights: PointWeights) -> list[Points]:
    return [score(manager, own, weights) for manager, own in sorted(inputs.items())]


def _draw_table(view: View, points: Sequence[Points], before: Sequence[Points], changed: bool, when: str) -> None:
    lang = current_language()
    rows = _table(points, before, lang)
    columns = [name for name in SCORES if changed or name != "earned_before"]
    draw_head(_("The three parts, each of 100"), _("a part without its input is missing; it is not spread over the others"))
    draw_short_table(rows, columns, "points_parts")
    draw_head(_("What they are worked out from"), when)
    draw_short_table(rows, INPUTS, "points_inputs")
    draw_download(
        lambda: rows.select(["manager", *NUMBERS, *columns[2:], *INPUTS[1:]]), N_("Points of managers"), view, "points",
        named=True, notes=(when,),
    )


def _table(points: Sequence[Points], before: Sequence[Points], lang: str) -> pa.Table:
    """Return a row a manager, who reached most of what he could reach first."""
    kept = {each.manager: each for each in before}
    rows = []
    for each in sorted(points, key=lambda one: (-share_of(one), one.manager)):
        own = each.inputs
        rows.append({
            "manager": each.manager, "earned": points_text(each, lang),
            "points_earned": round(float(each.points), 1), "points_of": each.of,
            "earned_before": points_text(kept.get(each.manager), lang),
            "kept_part": _number(each.kept), "controllability_part": _number(each.controllability),
            "contribution_part": _number(each.contribution), "active_then": own.active_then, "still_active": own.still_active,
            "won": own.won, "handed_out": own.handed_over, "expected_visits": own.expected, "visits_happened": own.happened,
            "visits_waiting": own.waiting, "contribution": _cents(own.contribution), "revenue_target": _cents(own.target),
        })
    return pa.Table.from_pylist(rows, pa.schema(list(TYPES.items())))


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _cents(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.01"))


def _draw_months(view: View, month: date, weights: PointWeights) -> None:
    """Draw the months up to the one picked as boxes, once asked for: each of them is worked out anew."""
    lang = current_language()
    if not st.toggle(_("The last {count} months").format(count=MONTHS), key="points_months", persist_state="session"):
        return
    months = [month]
    while len(months) < MONTHS and months[-1] > view.store["first_date"].replace(day=1):
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    found = {each: _scored(_inputs_of(view, each), weights) for each in months}
    title = _("Points of the months, all with the weights {weights}").format(
        weights=f"{weights.kept}/{weights.controllability}/{weights.contribution}"
    )
    grid = tell_points_of_months(found, lang, title, _("by manager and month; blank where there was nothing to go by"))
    if grid is not None:
        draw_boxes(grid, "points_grid", slide=lambda: grid_slide(view, grid))
