"""Customers of any list given to a manager: all of the list, or those that are picked, as one edit that can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pyarrow as pa
import streamlit as st

from pages.shared.editing import ASSIGNED, SHOWN, say_error, say_what_was_done, write_in_callback
from pages.shared.house import View, current_warehouse
from pages.shared.language import _, _n, current_language, plain
from segmentation.ingest.managers import assign_customers
from segmentation.language.i18n import format_count
from segmentation.measures.managers.register import read_managers

HANDING = "handing"  # in the session: the list that is being handed on


def hand_on_button(key: str) -> None:
    """Draw the button that opens, and closes, below a list what ``draw_hand_on`` draws."""
    st.button(_("Hand to a manager"), key=f"hand_{key}", type="tertiary", on_click=_open, args=(key,))


def draw_hand_on(view: View, make: Callable[[], pa.Table], key: str) -> None:
    """Draw, once asked for, to whom customers of a list (``make`` returns its rows: customer, name) go, and what was done."""
    of = f"{ASSIGNED}_{key}"
    if st.session_state.get(HANDING) == key:
        with st.container(border=True, key=f"handing_{key}"):
            _draw_choice(view, make(), key, of)
    say_error()
    say_what_was_done(view, of)


def _open(key: str) -> None:
    st.session_state[HANDING] = None if st.session_state.get(HANDING) == key else key


def _draw_choice(view: View, rows: pa.Table, key: str, of: str) -> None:
    warehouse, lang = current_warehouse(), current_language()
    managers = [each.name for each in read_managers(warehouse, view.store_id, view.as_of).managers if each.in_office(view.as_of)]
    customers = list(dict.fromkeys(rows["customer"].to_pylist()))
    if not managers or not customers:
        st.caption(_("No manager is in office.") if customers else _("Nobody."))
        st.page_link("pages/assign/page.py", label=_("Go to the register of managers"))
        return
    names = dict(zip(rows["customer"].to_pylist(), rows["name"].to_pylist(), strict=True)) if "name" in rows.column_names else {}
    manager = st.selectbox(_("Manager"), managers, key=f"hand_to_{key}", format_func=plain)
    picked = st.multiselect(
        _("Only these"), customers[:SHOWN], key=f"hand_whom_{key}", format_func=lambda each: plain(names.get(each) or each),
        placeholder=_n("the one customer of the list", "all {count} of the list", len(customers)).format(
            count=format_count(len(customers), lang)
        ),
    )
    if len(customers) > SHOWN:
        st.caption(_("The first {count} can be picked one by one; without a pick all of the list go.").format(
            count=format_count(SHOWN, lang)
        ))
    given: Sequence[str] = picked or customers
    text = _n("Give one customer to {manager}", "Give {count} customers to {manager}", len(given))
    st.button(
        text.format(count=format_count(len(given), lang), manager=plain(manager)), key=f"hand_over_{key}", type="primary",
        on_click=write_in_callback, args=(
            view, len(given),
            lambda: assign_customers(warehouse, view.store_id, dict.fromkeys(given, manager), view.as_of), of,
        ),
    )
