"""The list that a click on a chart opens under it: who is behind the mark, with its finding, search, download and pin."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.downloads import draw_download
from pages.shared.house import View
from pages.shared.language import _, current_language, plain
from pages.shared.picking import close_list
from pages.shared.pin import table_slide
from pages.shared.tables import described, draw_table
from pages.shared.who import who_is_behind
from segmentation.language.i18n import N_, count_customers, format_money_short
from segmentation.measures.grades.behind import finding_behind
from segmentation.slides import Behind

PINNED = 12  # rows of a slide
SEARCHED = ("customer", "name", "phone")


def draw_behind(view: View, behind: Behind, *, of_store: bool = False, key: str = "behind") -> None:
    """Draw the list of who stands behind the chosen mark; nothing without one, or where it is none of this page's.

    Where the list is ``of_store``, its title says whose; a second list of a page has a ``key`` of its own.
    """
    with st.container(key=key):  # always there, so that what stands below stays as open as it was
        if not behind:
            return
        if "walk_in" in dict(behind):
            _draw_head(_("Walk-ins: bills that name no customer, so there is nobody to list"), key)
            return
        found = who_is_behind(view, behind)
        if found is not None:
            name, when, rows, columns = found
            _draw_list(view, f"{view.store['store']} · {name}" if of_store else name, when, rows, columns, key)


def is_of_month(behind: Behind) -> bool:
    """Return whether what is chosen is of a month, and so stands below the charts of months."""
    return bool({"month", "movement"} & dict(behind).keys())


def _draw_list(view: View, name: str, when: str, rows: pa.Table, columns: Sequence[str], key: str) -> None:
    lang = current_language()
    text = st.session_state.get(f"{key}_search") or ""
    shown = _searched(rows, text)
    said = finding_behind(name, shown, lang)
    if shown.num_rows < rows.num_rows:
        whole = _("of {customers}, {money}").format(
            customers=count_customers(rows.num_rows, lang), money=format_money_short(_sum(rows), lang)
        )
        said = f"{said} ({whole})"
    _draw_head(said, key)
    if rows.num_rows > 1:
        st.text_input(
            _("Search"), key=f"{key}_search", placeholder=_("Name, phone or customer key"), label_visibility="collapsed",
            width=320,
        )
    if not shown.num_rows:
        st.caption(_("Nobody."))
        return
    columns = [each for each in columns if each in rows.column_names]
    draw_table(shown, columns, f"{key}_list", rows=10)
    draw_download(
        lambda: shown.select(list(dict.fromkeys(("customer", *columns)))), N_("Customers behind a chart"), view,
        f"download_{key}",
        slide=lambda: table_slide(view, said, when, described(shown, columns=columns, most=PINNED)), named=True,
    )


def _draw_head(heading: str, key: str) -> None:
    left, right = st.columns([6, 1], vertical_alignment="center")
    left.markdown(f"**{plain(heading)}**")
    right.button(_("Close the list"), key=f"close_{key}", type="tertiary", on_click=close_list, width="stretch")


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
