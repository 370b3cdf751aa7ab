"""Customers of any list given to a manager: those that are picked, or all once ticked, as one edit that can be taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.assignments import assignment_of
from pages.shared.editing import ASSIGNED, SHOWN, say_error, say_what_was_done, write_in_callback
from pages.shared.house import View, current_warehouse
from pages.shared.language import _, _n, current_language, plain
from pages.shared.seeing import may_change
from segmentation.ingest.managers import assign_customers
from segmentation.language.i18n import format_count
from segmentation.measures.managers.register import read_managers

HANDING = "handing"  # in the session: the list that is being handed on


def hand_on_button(key: str) -> None:
    """Draw the button that opens, and closes, below a list what ``draw_hand_on`` draws; for whom customers are his to give."""
    if may_change("profile_rows"):
        st.button(_("Hand to a manager"), key=f"hand_{key}", type="tertiary", on_click=_open, args=(key,))


def draw_hand_on(view: View, make: Callable[[], pa.Table], key: str, row: str | None = None) -> None:
    """Draw, once asked for, to whom customers of a list (``make`` returns its rows: customer, name) go, and what was done.

    Nobody is picked but the customer of the ``row`` that is selected in the list.
    """
    of = f"{ASSIGNED}_{key}"
    if st.session_state.get(HANDING) == key and may_change("profile_rows"):
        with st.container(border=True, key=f"handing_{key}"):
            _draw_choice(view, make(), key, of, row)
    say_error()
    say_what_was_done(view, of)


def _open(key: str) -> None:
    st.session_state[HANDING] = None if st.session_state.get(HANDING) == key else key


def _draw_choice(view: View, rows: pa.Table, key: str, of: str, row: str | None) -> None:
    warehouse, lang = current_warehouse(), current_language()
    managers = [each.name for each in read_managers(warehouse, view.store_id, view.as_of).managers if each.takes(view.as_of)]
    names = dict(zip(rows["customer"].to_pylist(), rows["name"].to_pylist(), strict=True)) if "name" in rows.column_names else {}
    customers = list(dict.fromkeys(rows["customer"].to_pylist()))
    if not managers or not customers:
        st.caption(_("No manager is in office.") if customers else _("Nobody."))
        st.page_link("pages/assign/page.py", label=_("Go to the register of managers"))
        return
    manager = st.selectbox(_("Manager"), managers, key=f"hand_to_{key}", format_func=plain)
    given = _pick(customers, names, key, row)
    if given:
        _draw_room(view, manager, given)
        text = _n("Give one customer to {manager}", "Give {count} customers to {manager}", len(given))
    else:
        text = _("Pick who goes to {manager}")
    st.button(
        text.format(count=format_count(len(given), lang), manager=plain(manager)), key=f"hand_over_{key}", type="primary",
        disabled=not given, on_click=write_in_callback, args=(
            view, len(given),
            lambda: assign_customers(warehouse, view.store_id, dict.fromkeys(given, manager), view.as_of), of,
        ),
    )


def _pick(customers: Sequence[str], names: Mapping[str, str | None], key: str, row: str | None) -> Sequence[str]:
    """Return who of a list is picked: all of it only where its box is ticked."""
    lang, whom, followed = current_language(), f"hand_whom_{key}", f"hand_row_{key}"
    options = list(dict.fromkeys((*([row] if row in customers else []), *customers[:SHOWN])))
    before = st.session_state.get(followed)
    if row != before:  # a pick made by hand stays
        if st.session_state.get(whom, []) in ([], [before]):
            st.session_state[whom] = [row] if row in options else []
        st.session_state[followed] = row
    is_whole = st.session_state.get(f"hand_all_{key}", False)
    picked = st.multiselect(
        _("Whom"), options, key=whom, format_func=lambda each: plain(names.get(each) or each), disabled=is_whole,
        placeholder=_("Nobody is picked yet"),
    )
    if len(customers) > SHOWN:
        st.caption(_("The first {count} can be picked one by one.").format(count=format_count(SHOWN, lang)))
    text = _n("The whole list: one customer", "The whole list: {count} customers", len(customers))
    whole = st.checkbox(text.format(count=format_count(len(customers), lang)), key=f"hand_all_{key}")
    return customers if whole else picked


def _draw_room(view: View, manager: str, given: Sequence[str]) -> None:
    """Say how many customers the manager would carry of how many that he can; louder where it is more."""
    lang, found = current_language(), assignment_of(view)
    own = found.register.manager(manager)
    his = set(found.holders.filter(pc.equal(found.holders["manager"], manager))["customer_key"].to_pylist())
    now = found.held[manager]
    then = now + len(set(given) - his)
    numbers = {
        "manager": manager, "now": format_count(now, lang), "then": format_count(then, lang),
        "most": format_count(own.capacity, lang),
    }
    if then > own.capacity:
        text = _("{manager} looks after {now} of at most {most}; with these it would be {then}, more than he can take.")
        st.warning(plain(text.format(**numbers)))
    else:
        text = _("{manager} looks after {now} of at most {most}; with these it would be {then}.")
        st.caption(plain(text.format(**numbers)))
