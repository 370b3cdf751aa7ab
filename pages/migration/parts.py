"""What the page of moves is made of: the earlier day, what was read, the ribbons and the grid, and lists of who moved."""

from __future__ import annotations

from datetime import date, timedelta

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.address import asked_for, choose, show_in_address
from pages.shared.charts import draw_boxes, draw_chart, draw_told
from pages.shared.downloads import draw_download
from pages.shared.figures import Figure, against_month, change_of_count
from pages.shared.house import View, reading_of, scheme, settings_of, warehouse
from pages.shared.language import _, _n, current_language, plain
from pages.shared.parts import EARLIEST, parse_day
from pages.shared.pin import chart_slide, grid_slide, table_slide
from pages.shared.tables import described, draw_table
from segmentation.charts.movement.migration import draw_sankey, tell_history, tell_migration
from segmentation.language.i18n import N_, count_customers, format_count, format_day, format_money_short
from segmentation.measures.movement.migration import (
    Migration,
    customers_of_cell,
    find_moves,
    place_label,
    read_history,
    read_migration,
)
from segmentation.measures.movement.month_ends import month_end
from segmentation.settings.kept import scheme_settings

COLUMNS = ("name", "from_place", "to_place", "contribution", "manager", "last_visit")
ROWS, PINNED = 8, 12


def pick_from(view: View) -> date:
    """Draw the picker of the earlier day and return it: the one picked, else the month-end before the as-of day."""
    asked = parse_day(asked_for("from"))
    if asked:
        st.session_state["from"] = asked
    before, chosen = view.as_of.replace(day=1) - timedelta(days=1), st.session_state.get("from")
    if chosen is None or chosen >= view.as_of:
        chosen = before
    st.session_state["pick_from"] = chosen
    st.date_input(
        _("Compared with"), min_value=min(EARLIEST, before), max_value=view.as_of - timedelta(days=1), format="YYYY-MM-DD",
        key="pick_from", on_change=choose, args=("from",), help=_("The earlier of the two days; emptied: the last month-end"),
    )
    show_in_address("from", chosen.isoformat())
    return chosen


def migration_of(view: View, day: date) -> Migration:
    """Return who moved between ``day`` and the as-of day."""
    house, settings, own = warehouse(), settings_of(view), scheme()
    with st.spinner(_("Grading the customers …")):
        return reading_of(
            view, f"migration {day}", lambda: read_migration(house, view.store_id, own, day, view.as_of, settings)
        )


def say_nobody_yet(view: View, day: date) -> None:
    """Where the earlier day lies before the first bill, say that everybody came since, and what would help."""
    if day < view.store["first_date"]:
        lang = current_language()
        text = _("The first bill is of {first}: on {day} nobody was here yet. Choose a later day, or upload earlier bills.")
        st.info(text.format(first=format_day(view.store["first_date"], lang), day=format_day(day, lang)))


def days_text(found: Migration) -> str:
    """Return the two days in words."""
    lang = current_language()
    text = _("Grades on {first} against {last}")
    return text.format(first=format_day(found.from_day, lang), last=format_day(found.to_day, lang))


def move_figures(view: View, found: Migration) -> list[Figure]:
    """Return how many went up, went down, came and stayed, each with its money.

    Where the two days are the ends of a month, who moved stands against the month before it.
    """
    lang = current_language()
    helped = {
        "promoted": _("What they bring in the window up to the later day"),
        "demoted": _("What they had brought in the window up to the earlier day: it is at stake"),
    }
    names = {"promoted": _("Went up"), "demoted": _("Went down"), "came": _("Came"), "stayed": _("Stayed")}
    before = _moves_before(view, found)
    figures = []
    for move, name in names.items():
        now = found.count(move)
        figure = Figure(
            f"{name} · {format_money_short(found.money(move), lang)}", format_count(now, lang),
            help=helped.get(move, helped["promoted"]), less_is_better=move == "demoted",
        )
        figures.append(against_month(figure, change_of_count(now, before[move]) if move in before else None, found.from_day))
    return figures


def _moves_before(view: View, found: Migration) -> dict[str, int]:
    """Return how many made which move in the month before the one looked at; nothing where the days are no ends of a month."""
    rows = {row["month_end"]: row for row in history_of(view).to_pylist()}
    if month_end(found.from_day + timedelta(days=1)) != found.to_day or not rows.keys() >= {found.from_day, found.to_day}:
        return {}
    now, before = (
        {
            "promoted": row["promotions"], "demoted": row["demotions"], "came": row["came"],
            "stayed": row["customers"] - row["promotions"] - row["demotions"] - row["came"],
        }
        for row in (rows[found.to_day], rows[found.from_day])
    )
    # months kept under other settings tell something else, and so does "came" where customers were here without a tier
    return {move: count for move, count in before.items() if now[move] == found.count(move)}


def history_of(view: View) -> pa.Table:
    """Return who went up and down month by month, under the settings of the page."""
    house, settings, own = warehouse(), settings_of(view), scheme()
    with st.spinner(_("Grading the month-ends …")):
        return reading_of(view, "history", lambda: read_history(house, view.store_id, own, view.as_of, settings))


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
        slide=lambda: table_slide(view, heading, days_text(found), described(rows.slice(0, PINNED).select(columns))),
    )


def draw_history(view: View) -> None:
    """Draw who went up and down month by month; with less than two complete months say that it takes them."""
    house, settings, own, lang = warehouse(), settings_of(view), scheme(), current_language()
    history = history_of(view)
    measure = st.session_state.get("moves_measure") or "customers"
    chart = tell_history(history, lang, _("From month-end to month-end, complete months only"), measure)
    if chart is None:
        st.info(_("Month by month is shown once two months are complete."))
        return
    draw_told(chart, "history", history, slide=lambda: chart_slide(view, chart), height=320)
    if settings != scheme_settings(house, view.store_id, own):
        st.caption(_("All months are graded with the window picked above; kept months have the one saved in Settings."))
        return
    kept = sum(history["is_kept"].to_pylist())
    if not kept:
        st.caption(_("No month of this scheme is kept: all are graded under the settings of now."))
        return
    text = (
        _("All of them are kept months.") if kept == history.num_rows
        else _n(
            "{kept} of {months} months is taken as kept, the others are graded under the settings of now.",
            "{kept} of {months} months are taken as kept, the others are graded under the settings of now.", kept,
        )
    )
    st.caption(text.format(kept=format_count(kept, lang), months=format_count(history.num_rows, lang)))
