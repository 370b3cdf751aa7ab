"""How full the tables were by month, and how many tables, meal periods and open days the house has."""

from __future__ import annotations

from collections.abc import Callable

import pyarrow as pa
import streamlit as st

from pages.shared.charts import draw_told
from pages.shared.definition import up_to
from pages.shared.downloads import draw_download
from pages.shared.figures import Figure, change_of_share, draw_figures, in_month
from pages.shared.heads import draw_answer
from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _, current_language, plain
from pages.shared.picking import Picker
from pages.shared.pin import chart_slide
from pages.shared.seeing import may_set
from pages.shared.tables import draw_table
from segmentation.charts.revenue.rules import tell_occupancy
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_count, format_month, format_ratio
from segmentation.measures.movement.month_ends import month_end
from segmentation.measures.revenue.occupancy import (
    LINE,
    OCCUPANCY,
    OVER,
    Occupied,
    finding_ends,
    finding_last,
    read_occupancy,
)
from segmentation.settings.rooms import MOST_PERIODS, MOST_TABLES, Room, read_room, save_open_days, save_room

COLUMNS = ("month", "tables_used", "open_days", "capacity", "occupancy", "open_days_said", "complete")
ERROR = "occupancy_error"
BEGIN = Room(20, 2)


def occupancy_of(view: View) -> list[Occupied]:
    """Return how full the tables were."""
    warehouse = current_warehouse()
    return reading_of(view, "occupancy", lambda: read_occupancy(warehouse, view.store_id, view.as_of))


def draw_occupancy(view: View, pick: Picker) -> None:
    """Draw the answer, the last whole month in figures, the picture, what the house says of itself, and the months."""
    lang, found = current_language(), occupancy_of(view)
    draw_answer(finding_last(found, lang))
    if figures := occupancy_figures(found):
        draw_figures(figures)
    if any((each.occupancy or 0) > 1 for each in found):
        st.caption(plain(_(OVER)))
    if chart := tell_occupancy(found, lang, finding_ends(found, lang), _(OCCUPANCY)):
        draw_told(chart, "occupancy", slide=lambda: chart_slide(view, chart), height=300, width=1120, pick=pick)
    if found and may_set():
        _ask(view, found)
    if found:
        table = occupancy_table(found)
        draw_table(table, COLUMNS, "occupancy_months", rows=13)
        draw_download(
            lambda: table, N_("Table occupancy by month"), view, "download_occupancy", totals=False,
            notes=(up_to(view),),
        )


def occupancy_figures(found: list[Occupied]) -> list[Figure]:
    """Return of the last whole month its occupancy, its tables, and how many more would reach the rule's line."""
    lang, told = current_language(), [each for each in found if each.occupancy is not None and each.is_over]
    if not told:
        return []
    last, before = told[-1], told[-2] if len(told) > 1 else None
    then = next((each for each in told if each.month == last.month.replace(year=last.month.year - 1)), None)
    against = in_month(before.month, format_ratio(before.occupancy, lang)) if before else ""
    figures = [Figure(
        _("Table occupancy, {month}").format(month=format_month(last.month, lang)), format_ratio(last.occupancy, lang),
        change_of_share(last.occupancy, before and before.occupancy), against,
    )]
    if then:
        figures.append(Figure(
            _("The same month a year before"), format_ratio(then.occupancy, lang), None, format_month(then.month, lang)
        ))
    of_tables = _("of {tables} on {days} days").format(
        tables=format_count(last.capacity, lang), days=format_count(last.open_days, lang)
    )
    line, a_day = format_ratio(float(LINE), lang, 0), f"{last.missing / last.open_days:.1f}"
    return [
        *figures, Figure(_("Tables used"), format_count(last.tables_used, lang), None, of_tables),
        Figure(
            _("Tables missing to {line}").format(line=line), format_count(last.missing, lang), None,
            _("{tables} a day").format(tables=a_day) if last.missing else "",
        ),
    ]


def occupancy_table(found: list[Occupied]) -> pa.Table:
    """Return a row a month, the last first: month, tables_used, open_days, capacity, occupancy, open_days_said, complete."""
    rows = found[::-1]
    return pa.table({
        "month": pa.array([each.month for each in rows], pa.date32()),
        "tables_used": pa.array([each.tables_used for each in rows], pa.int64()),
        "open_days": pa.array([each.open_days for each in rows], pa.int64()),
        "capacity": pa.array([each.capacity for each in rows], pa.int64()),
        "occupancy": pa.array([each.occupancy for each in rows], pa.float64()),
        "open_days_said": pa.array([each.is_said for each in rows], pa.bool_()),
        "complete": pa.array([each.is_over for each in rows], pa.bool_()),
    })


def _ask(view: View, found: list[Occupied]) -> None:
    """Draw how many tables and meal periods the house has, and the open days of a month, each kept with its button."""
    warehouse, lang = current_warehouse(), current_language()
    kept = read_room(warehouse, view.store_id)
    with st.expander(_("Tables, meal periods and open days"), expanded=kept is None):
        one, two, three, four, five = st.columns([1, 1, 1.1, 1, 1], vertical_alignment="bottom")
        mark = f"{view.store_id}_{warehouse.version}"
        room = kept or BEGIN
        tables = one.number_input(_("Tables of the house"), 1, MOST_TABLES, room.tables, key=f"room_tables_{mark}")
        periods = two.number_input(_("Meal periods a day"), 1, MOST_PERIODS, room.periods, key=f"room_periods_{mark}")
        months = {f"{each.month:%Y-%m}": each for each in found[::-1]}
        names = {key: format_month(each.month, lang) for key, each in months.items()}
        month = months[three.selectbox(_("Open days of"), list(months), format_func=names.get, key=f"room_month_{mark}")]
        days = four.number_input(
            _("Open days of the month"), 1, month_end(month.month).day, month.open_days, key=f"room_days_{mark}_{month.month}",
            help=_("Days with bills, unless the house says another number"),
        )
        five.button(
            _("Save"), key="save_room", type="primary", on_click=_do,
            args=(lambda: _save(view, (tables, periods), month, days),),
        )
        if error := st.session_state.pop(ERROR, None):
            st.error(plain(error.text(lang)))


def _save(view: View, room: tuple[int, int], month: Occupied, days: int) -> None:
    warehouse = current_warehouse()
    save_room(warehouse, view.store_id, *room)
    if days != month.open_days:
        save_open_days(warehouse, view.store_id, month.month, days)


def _do(change: Callable[[], object]) -> None:
    try:
        change()
    except InputError as error:
        st.session_state[ERROR] = error
