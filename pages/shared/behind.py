"""The list that a click on a chart opens under it: who is behind the mark, with its finding, search, download and pin."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.downloads import draw_download
from pages.shared.groups import group_behind
from pages.shared.heads import draw_head
from pages.shared.house import View, current_warehouse, scheme
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.listing import ListPage, draw_pager, picked_page
from pages.shared.picking import close_list
from pages.shared.pin import table_slide
from pages.shared.search import FILE
from pages.shared.tables import MOST_ROWS, described, draw_table
from pages.shared.who import who_is_behind
from segmentation.language.i18n import N_, format_money_short
from segmentation.measures.grades.behind import count_behind, finding_behind, money_behind
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
            _draw_list(view, behind, f"{view.store['store']} · {name}" if of_store else name, when, rows, columns, key)


def _draw_list(view: View, behind: Behind, name: str, when: str, rows: pa.Table, columns: Sequence[str], key: str) -> None:
    said = _said(name, rows, key, behind)
    measured = _("Contribution: {window}").format(window=when) if money_behind(rows) == "contribution" else when
    _draw_head(said, key, _("click a row for the customer"))
    st.caption(plain(measured))
    draw_rows(view, name, measured, rows, columns, key, behind)


def draw_rows(
    view: View, name: str, measured: str, rows: pa.Table, columns: Sequence[str], key: str, behind: Behind = (), sheet: str = "",
) -> None:
    """Draw a list of customers that stands below a head of its own: search, table, download, pin; a row opens its customer.

    A list longer than a table can be is leafed through; its download, its pin and its group have all of it.
    ``sheet`` is what its workbook's sheet is called, where it has a name of its own.
    It is saved as a group by the rule of the mark that it stands ``behind``, where that gives exactly these customers.
    """
    said, shown = _said(name, rows, key, behind), _searched(rows, st.session_state.get(f"{key}_search") or "")
    if rows.num_rows > 1:
        st.text_input(
            _("Search"), key=f"{key}_search", placeholder=_("Name, phone or customer key"), label_visibility="collapsed",
            width=320,
        )
    if not shown.num_rows:
        st.caption(_("Nobody."))
        return
    columns = [each for each in columns if each in rows.column_names]
    page = _page_of(shown, key, view, name, behind)
    seen = shown if page is None else shown.slice(page.offset, page.size)
    draw_opening(view, seen, columns, f"{key}_list", 10, page, shown.num_rows)
    if page is not None:
        draw_pager(page, shown.num_rows, key)
    draw_download(
        lambda: shown.select(list(dict.fromkeys(("customer", *columns)))), N_("Customers behind a chart"), view,
        f"download_{key}",
        slide=lambda: table_slide(view, said, measured, described(shown, columns=columns, most=PINNED)), named=True,
        notes=(measured,), hand_on=True, sheet=sheet,
        group=lambda: group_behind(view, behind, st.session_state.get(f"{key}_search") or "", shown["customer"].to_pylist()),
    )


def _page_of(shown: pa.Table, key: str, view: View, *named: Hashable) -> ListPage | None:
    """Return the page that is seen of a list longer than a table; None of one that a table holds whole."""
    if shown.num_rows <= MOST_ROWS:
        return None
    picked = (view.store_id, view.as_of, view.window, scheme().key, st.session_state.get(f"{key}_search"))
    return picked_page(shown.num_rows, *picked, *named, key=key)


def draw_opening(
    view: View, rows: pa.Table, columns: Sequence[str], key: str, most: int, page: ListPage | None = None,
    total: int | None = None,
) -> None:
    """Draw a list of customers, ``most`` rows of it at once, of which a row opens the customer's file.

    ``rows`` are a ``page`` of ``total`` where the list is leafed through, else all.
    """
    total = rows.num_rows if total is None else total
    table = f"{key}_{current_warehouse().version}_{total}" + (f"_{page.key}" if page else "")
    customers = rows["customer"].to_pylist()
    draw_table(
        rows, columns, table, rows=most, opens="customer", on_select=lambda: row_chosen(table, customers),
        selection_mode="single-row", total=total, before=page.offset if page else 0,
    )
    open_chosen(view, customers)


def row_chosen(table: str, customers: Sequence[str]) -> None:
    """Note, in a callback, which row of a table of these customers was clicked; ``open_chosen`` follows it."""
    rows = st.session_state[table]["selection"]["rows"]
    st.session_state["row_chosen"] = customers[rows[0]] if rows and rows[0] < len(customers) else None


def open_chosen(view: View, customers: Sequence[str]) -> None:
    """Go to the file of the customer whose row was just clicked, of the store and the day of the list; Back leads here again."""
    customer = st.session_state.get("row_chosen")
    if customer is None or customer not in customers:
        return
    st.session_state["row_chosen"] = None
    st.session_state["customer"], st.session_state["store"] = customer, view.store_id
    st.session_state["as_of"] = None if view.as_of == view.store["last_date"] else view.as_of
    st.switch_page(FILE)


def _said(name: str, rows: pa.Table, key: str, behind: Behind) -> str:
    """Return the finding of those whom the search lets pass, with the whole where they are but a part.

    Who came or went in a period stands behind marks of the money of the period and of the window: it says which it is.
    """
    lang = current_language()
    shown = _searched(rows, st.session_state.get(f"{key}_search") or "")
    wanted = dict(behind)
    of = wanted.get("money", "window") if wanted.get("movement") in ("asleep", "back", "joined") else ""
    said = finding_behind(name, shown, lang, of)
    if shown.num_rows == rows.num_rows:
        return said
    whole = _("of {customers}, {money}").format(
        customers=count_behind(rows, lang), money=format_money_short(_sum(rows), lang)
    )
    return _("{text} ({detail})").format(text=said, detail=whole)


def _draw_head(heading: str, key: str, hint: Markdown = "") -> None:
    left, right = st.columns([6, 1], vertical_alignment="center")
    with left:
        draw_head(heading, hint=hint)
    right.button(_("Close the list"), key=f"close_{key}", type="tertiary", on_click=close_list, width="stretch")


def _sum(rows: pa.Table):
    return pc.sum(rows[money_behind(rows)]).as_py() or 0


def _searched(rows: pa.Table, text: str) -> pa.Table:
    text = text.strip().lower()
    if not text:
        return rows
    found = pa.array([False] * rows.num_rows)
    for name in SEARCHED:
        hit = pc.match_substring(pc.utf8_lower(rows[name].cast(pa.string())), text)
        found = pc.or_(found, pc.fill_null(hit.combine_chunks() if hasattr(hit, "combine_chunks") else hit, False))
    return rows.filter(found)
