"""Who went which way between the grades, and their lists."""

from __future__ import annotations

from datetime import timedelta

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.migration.moves import days_text, migration_of
from pages.shared.charts import draw_boxes, draw_chart, look
from pages.shared.downloads import draw_download
from pages.shared.house import View
from pages.shared.language import _, current_language, plain
from pages.shared.picking import Picker
from pages.shared.pin import grid_slide, table_slide
from pages.shared.tables import described, draw_table
from pages.shared.view import parse_day
from segmentation.charts.movement.migration import draw_ribbons, tell_migration
from segmentation.language.i18n import N_, count_customers, format_count, format_money_short, format_month
from segmentation.measures.movement.migration import Migration, customers_of_cell, find_moves, place_label, place_order
from segmentation.measures.movement.month_ends import month_end
from segmentation.slides import Behind

COLUMNS = ("name", "from_place", "to_place", "contribution", "manager", "last_visit")
ROWS, PINNED = 8, 12


def draw_ways(view: View, found: Migration, pick: Picker) -> tuple[str, str] | None:
    """Draw the ribbons and the grid, in customers or in money, and return the places of the box that is chosen."""
    lang = current_language()
    names = {"customers": _("Customers"), "contribution": _("Contribution (CNY)")}
    measure = st.segmented_control(
        _("Measured in"), list(names), format_func=names.get, key="moves_measure", required=True, default="customers",
        label_visibility="collapsed", persist_state="session",
    )
    text = _("{up} went up, {down} went down, {stayed} stayed")
    counts = {name: format_count(found.count(move), lang) for name, move in (
        ("up", "promoted"), ("down", "demoted"), ("stayed", "stayed"),
    )}
    span = f"{days_text(found)} · {names[measure]}"
    ribbons = _("Blue went up or came, red went down, grey stayed.")
    grid = tell_migration(found, lang, span, measure)
    drawn = draw_ribbons(found, lang, look(), measure, chosen=pick.chosen)
    draw_chart(drawn, text.format(**counts), f"{span} · {ribbons}", "sankey", slide=lambda: grid_slide(view, grid), pick=pick,
               click=_("click a ribbon for its customers"))
    draw_boxes(grid, "moves_grid", slide=lambda: grid_slide(view, grid), height=150 + 62 * len(grid.rows), width=1000, pick=pick)
    places, ends = place_order(found.scheme), dict(pick.chosen)
    return (ends["from"], ends["to"]) if ends.keys() == {"from", "to"} and {*ends.values()} <= {*places} else None


def draw_way(view: View, found: Migration, ends: tuple[str, str]) -> None:
    """Draw the customers who went one way."""
    lang = current_language()
    way = " → ".join(place_label(found.scheme, place, lang) for place in ends)
    _draw_list(view, found, way, customers_of_cell(found, *ends), COLUMNS, N_("Customers of a way"), "way")


def draw_moved_in(view: View, behind: Behind) -> None:
    """Draw who went up or down in the month that is chosen among the columns of months; nothing without one."""
    wanted = dict(behind)
    first = parse_day(f"{wanted.get('month')}-01")
    names = {"promoted": _("Went up"), "demoted": _("Went down")}
    if first is None or wanted.get("move") not in names or month_end(first) > view.as_of:
        return
    found = migration_of(view._replace(as_of=month_end(first)), first - timedelta(days=1))
    what = f"{format_month(first, current_language())} · {names[wanted['move']]}"
    _draw_list(view, found, what, find_moves(found, wanted["move"]), COLUMNS, N_("Customers of a month"), "moved_in")


def draw_moved(view: View, found: Migration) -> None:
    """Draw who went down, with the day by which to win them back, and who went up."""
    columns = (*COLUMNS[:4], "win_back_by", "manager", "phone", "last_visit")
    _draw_list(view, found, _("Went down"), find_moves(found, "demoted"), columns, N_("Demotions"), "demotions")
    _draw_list(view, found, _("Went up"), find_moves(found, "promoted"), COLUMNS, N_("Promotions"), "promotions")


def _draw_list(
    view: View, found: Migration, what: str, rows: pa.Table, columns: tuple[str, ...], name: str, key: str
) -> None:
    lang = current_language()
    money = format_money_short(pc.sum(rows["contribution"]).as_py() or 0, lang)
    heading = f"{what} · {count_customers(rows.num_rows, lang)} · {money}"
    st.markdown(f"**{plain(heading)}**")
    if not rows.num_rows:
        st.caption(_("Nobody."))
        return
    draw_table(rows, columns, f"table_{key}", rows=ROWS)
    draw_download(
        lambda: rows.select(list(dict.fromkeys(("customer", "phone", "module", *columns)))), name, view, f"download_{key}",
        slide=lambda: table_slide(view, heading, days_text(found), described(rows, columns=columns, most=PINNED)),
        named=True,
    )
