"""Who went which way between the grades, and their lists."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pyarrow as pa
import streamlit as st

from pages.migration.moves import days_text, migration_of, windows_of
from pages.shared.behind import draw_opening
from pages.shared.charts import draw_boxes, draw_chart, look
from pages.shared.definition import potential_of
from pages.shared.downloads import draw_download
from pages.shared.house import View
from pages.shared.language import _, current_language, plain
from pages.shared.picking import Picker
from pages.shared.pin import grid_slide, table_slide
from pages.shared.tables import described
from pages.shared.view import parse_day
from segmentation.charts.movement.migration import draw_ribbons, tell_colours, tell_migration
from segmentation.language.i18n import N_, format_month
from segmentation.measures.movement.migration import (
    Migration,
    customers_of_cell,
    find_moves,
    finding_listed_moves,
    finding_ways,
    measured,
    place_label,
    place_order,
)
from segmentation.measures.movement.month_ends import month_end
from segmentation.slides import Behind

BOTH = ("name", "from_place", "to_place", "contribution_from", "contribution_to", "manager", "last_visit")
ROWS, PINNED = 8, 12
Ends = tuple[str | None, str | None]  # where they stood and where they stand; None: anywhere


def draw_ways(view: View, found: Migration, pick: Picker) -> Ends | None:
    """Draw the ribbons and the grid, in customers or in money, and return the places of what is chosen in them."""
    lang = current_language()
    names = {"customers": _("Customers"), "contribution": _("Contribution (CNY)")}
    measure = st.segmented_control(
        _("Measured in"), list(names), format_func=names.get, key="moves_measure", required=True, default="customers",
        label_visibility="collapsed", persist_state="session",
    )
    span = f"{days_text(found)} · {measured(lang, found, measure)}"
    grid = tell_migration(found, lang, span, measure)
    grid = replace(grid, notes=(*grid.notes, *filter(None, [potential_of(view, found.from_day, found.to_day)])))
    drawn = draw_ribbons(found, lang, look(), measure, chosen=pick.chosen)
    subtitle = f"{span} · {tell_colours(found, lang, measure)}"
    draw_chart(drawn, finding_ways(found, lang, measure), subtitle, "sankey", slide=lambda: grid_slide(view, grid), pick=pick,
               click=_("click a ribbon or a block for its customers"))
    draw_boxes(grid, "moves_grid", slide=lambda: grid_slide(view, grid), height=150 + 62 * len(grid.rows), width=1000, narrow=580,
               pick=pick)
    places, ends = place_order(found.scheme), dict(pick.chosen)
    known = ends and ends.keys() <= {"from", "to"} and {*ends.values()} <= {*places}
    return (ends.get("from"), ends.get("to")) if known else None


def draw_way(view: View, found: Migration, ends: Ends) -> None:
    """Draw the customers who went one way, or all who were, or are, at a place."""
    lang = current_language()
    way = " → ".join(_("any grade") if place is None else place_label(found.scheme, place, lang) for place in ends)
    _draw_list(view, found, customers_of_cell(found, *ends), BOTH, N_("Customers of a way"), "way", way=way)


def draw_moved_in(view: View, behind: Behind) -> None:
    """Draw who went up or down in the month that is chosen among the columns of months; nothing without one."""
    wanted = dict(behind)
    first = parse_day(f"{wanted.get('month')}-01")
    if first is None or wanted.get("move") not in ("promoted", "demoted") or month_end(first) > view.as_of:
        return
    found = migration_of(view._replace(as_of=month_end(first)), first - timedelta(days=1))
    rows, month = find_moves(found, wanted["move"]), format_month(first, current_language())
    _draw_list(view, found, rows, BOTH, N_("Customers of a month"), "moved_in", move=wanted["move"], month=month)


def draw_moved(view: View, found: Migration) -> None:
    """Draw who went down, with the day by which to win them back, and who went up."""
    columns = (*BOTH[:4], "win_back_by", "manager", "phone", "last_visit")
    for move, shown, name in (("demoted", columns, N_("Demotions")), ("promoted", BOTH, N_("Promotions"))):
        _draw_list(view, found, find_moves(found, move), shown, name, name.lower(), move=move)


def _draw_list(
    view: View, found: Migration, rows: pa.Table, columns: tuple[str, ...], name: str, key: str, *, move: str = "",
    way: str = "", month: str = "",
) -> None:
    lang = current_language()
    heading = finding_listed_moves(found, rows, move, way, lang)
    if month:
        heading = _("{month}: {finding}").format(month=month, finding=heading)
    st.markdown(f"**{plain(heading)}**")
    if not rows.num_rows:
        return
    draw_opening(view, rows, columns, f"table_{key}", ROWS)
    draw_download(
        lambda: rows.select(list(dict.fromkeys(("customer", "phone", "module", *columns)))), name, view, f"download_{key}",
        slide=lambda: table_slide(view, heading, days_text(found), described(rows, columns=columns, most=PINNED)),
        named=True, notes=windows_of(view, found), hand_on=True,
    )
