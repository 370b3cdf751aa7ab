"""Who went which way between the grades, and their lists."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.migration.moves import days_text
from pages.shared.charts import draw_boxes, draw_chart
from pages.shared.downloads import draw_download
from pages.shared.house import View
from pages.shared.language import _, current_language, plain
from pages.shared.pin import grid_slide, table_slide
from pages.shared.tables import described, draw_table
from segmentation.charts.movement.migration import draw_sankey, tell_migration
from segmentation.language.i18n import N_, count_customers, format_count, format_money_short
from segmentation.measures.movement.migration import Migration, customers_of_cell, find_moves, place_label

COLUMNS = ("name", "from_place", "to_place", "contribution", "manager", "last_visit")
ROWS, PINNED = 8, 12


def draw_ways(view: View, found: Migration) -> tuple[str, str] | None:
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
    ribbons = _("Green went up or came, orange went down, grey stayed.")
    draw_chart(draw_sankey(found, lang, measure, height=400), text.format(**counts), f"{span} · {ribbons}", "sankey")
    grid = tell_migration(found, lang, span, measure)
    chosen = draw_boxes(
        grid, "moves_grid", slide=lambda: grid_slide(view, grid), height=150 + 62 * len(grid.rows), width=1000
    )
    st.caption(_("Click a box to list its customers."))
    if chosen is None:
        return None
    stood, stand = (list(dict.fromkeys(found.cells[side].to_pylist())) for side in ("from_place", "to_place"))
    return stood[chosen[0]], stand[chosen[1]]


def draw_way(view: View, found: Migration, ends: tuple[str, str]) -> None:
    """Draw the customers who went one way."""
    lang = current_language()
    way = " → ".join(place_label(found.scheme, place, lang) for place in ends)
    _draw_list(view, found, way, customers_of_cell(found, *ends), COLUMNS, N_("Customers of a way"), "way")


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
