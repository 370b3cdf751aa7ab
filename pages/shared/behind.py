"""The list that a click on a chart opens under it: who is behind the mark, with its finding, search, download and pin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.definition import period
from pages.shared.downloads import draw_download
from pages.shared.house import View, current_warehouse, grades_of, reading_of, scheme, settings_of
from pages.shared.language import _, current_language, plain
from pages.shared.picking import close_list
from pages.shared.pin import table_slide
from pages.shared.tables import described, draw_table
from pages.shared.view import parse_day
from segmentation.language.i18n import N_, count_customers, format_day, format_money_short, format_month
from segmentation.measures.grades.behind import behind_text, finding_behind, graded_behind
from segmentation.measures.movement.cohorts import month_customers
from segmentation.measures.revenue.overview import read_movements
from segmentation.settings.modules import read_modules
from segmentation.slides import Behind

GRADED = ("tier", "name", "contribution", "frequency", "recency_days", "manager", "module", "phone")
CAME = ("name", "contribution", "visits", "last_visit", "manager", "module", "phone")
MOVED = ("name", "contribution", "last_visit", "manager", "module", "phone")
PINNED = 12  # rows of a slide
SEARCHED = ("customer", "name", "phone")


def draw_behind(view: View, behind: Behind) -> None:
    """Draw the list of who stands behind the chosen mark; nothing without one, or where it is none of this page's."""
    with st.container(key="behind"):  # always there, so that what stands below stays as open as it was
        if not behind:
            return
        if "walk_in" in dict(behind):
            _draw_head(_("Walk-ins: bills that name no customer, so there is nobody to list"))
            return
        found = _found(view, behind)
        if found is not None:
            _draw_list(view, *found)


def side_behind(behind: Behind) -> int:
    """Return which side of a comparison the chosen slice is of: 0 the left, 1 the right one."""
    return int(dict(behind).get("side") == "1")


def is_of_month(behind: Behind) -> bool:
    """Return whether what is chosen is of a month, and so stands below the charts of months."""
    return bool({"month", "movement"} & dict(behind).keys())


Found = tuple[str, str, pa.Table, Sequence[str]]  # what the mark is called, over which time, its customers, their columns


def _found(view: View, behind: Behind) -> Found | None:
    wanted = dict(behind)
    if "month" in wanted:
        return _of_month(view, wanted)
    if "movement" in wanted:
        return _of_movement(view, wanted)
    grades, modules = grades_of(view), read_modules(current_warehouse(), view.store_id)
    rows = reading_of(
        view, f"behind {behind}", lambda: graded_behind(behind, grades, current_warehouse(), scheme(), modules)
    )
    if rows is None:
        return None
    name = behind_text(behind, scheme(), modules, current_language())
    return (f"{view.store['store']} · {name}" if "side" in wanted else name), period(view), rows, GRADED


def _of_month(view: View, wanted: dict[str, str]) -> Found | None:
    try:
        month = date.fromisoformat(f"{wanted['month']}-01")
    except ValueError:
        return None
    if month > view.as_of:
        return None
    warehouse, lang = current_warehouse(), current_language()
    rows = reading_of(view, f"month {month}", lambda: month_customers(warehouse, view.store_id, view.as_of, month))
    name = format_month(month, lang)
    if "manager" in wanted:
        rows = rows.filter(pc.equal(rows["manager"], wanted["manager"]))
        name = f"{name} · {wanted['manager']}"
    return name, format_month(month, lang), rows, CAME


def _of_movement(view: View, wanted: dict[str, str]) -> Found | None:
    """Return who fell asleep, or who came and was still active at the end, between two days."""
    names = {"joined": N_("Newly won"), "back": N_("Came back"), "asleep": N_("Fell asleep")}
    movement, first, last = wanted["movement"], parse_day(wanted.get("first")), parse_day(wanted.get("last"))
    if movement not in names or first is None or last is None or not first <= last <= view.as_of:
        return None
    warehouse, settings, lang = current_warehouse(), settings_of(view), current_language()
    moved = reading_of(
        view, f"movements {first} {last}", lambda: read_movements(warehouse, view.store_id, first, last, settings)
    )
    rows = moved.filter(pc.equal(moved["movement"], movement))
    rows = rows if movement == "asleep" else rows.filter(rows["is_active"])
    when = _("{first} to {last}").format(first=format_day(first, lang), last=format_day(last, lang))
    return f"{_(names[movement])} · {when}", when, rows, MOVED


def _draw_list(view: View, name: str, when: str, rows: pa.Table, columns: Sequence[str]) -> None:
    lang = current_language()
    text = st.session_state.get("behind_search") or ""
    shown = _searched(rows, text)
    said = finding_behind(name, shown, lang)
    if shown.num_rows < rows.num_rows:
        whole = _("of {customers}, {money}").format(
            customers=count_customers(rows.num_rows, lang), money=format_money_short(_sum(rows), lang)
        )
        said = f"{said} ({whole})"
    _draw_head(said)
    if rows.num_rows > 1:
        st.text_input(
            _("Search"), key="behind_search", placeholder=_("Name, phone or customer key"), label_visibility="collapsed",
            width=320,
        )
    if not shown.num_rows:
        st.caption(_("Nobody."))
        return
    columns = [each for each in columns if each in rows.column_names]
    draw_table(shown, columns, "behind_list", rows=10)
    draw_download(
        lambda: shown.select(list(dict.fromkeys(("customer", *columns)))), N_("Customers behind a chart"), view,
        "download_behind",
        slide=lambda: table_slide(view, said, when, described(shown, columns=columns, most=PINNED)), named=True,
    )


def _draw_head(heading: str) -> None:
    left, right = st.columns([6, 1], vertical_alignment="center")
    left.markdown(f"**{plain(heading)}**")
    right.button(_("Close the list"), key="close_behind", type="tertiary", on_click=close_list, width="stretch")


def _sum(rows: pa.Table):
    return pc.sum(rows["contribution"]).as_py() or 0


def _searched(rows: pa.Table, text: str) -> pa.Table:
    text = text.strip().lower()
    if not text:
        return rows
    found = pa.array([False] * rows.num_rows)
    for name in SEARCHED:
        hit = pc.match_substring(pc.utf8_lower(rows[name].cast(pa.string())), text)
        found = pc.or_(found, pc.fill_null(hit.combine_chunks() if hasattr(hit, "combine_chunks") else hit, False))
    return rows.filter(found)
