"""What the page looks at: a store, a day, the manager who leaves and who takes over; and what he leaves behind."""

from __future__ import annotations

from typing import NamedTuple

import pyarrow as pa
import streamlit as st

from pages.shared.address import asked_for, choose, show_in_address
from pages.shared.empty import check_first_bill
from pages.shared.house import View, current_warehouse, reading_of, saved_settings, scheme, settings_of
from pages.shared.language import Markdown, _, plain
from pages.shared.phone import fold_line
from pages.shared.view import open_pickers, pick_as_of, settle_scheme
from segmentation.measures.managers.handover import Handover, read_book, read_handover
from segmentation.measures.managers.register import Manager, Register, read_managers
from segmentation.settings.clock import today

LEAVING = "leaving"  # in the session and in the address bar
BY_RULE = ""  # stands for rank and room; a manager of this name there is none


class Leave(NamedTuple):
    """Who leaves: ``leaving`` None where nobody is picked yet; ``office`` are the others who are in office and stay."""

    view: View
    register: Register
    leaving: str | None
    office: list[str]


def pick_leave(title: Markdown) -> Leave:
    """Draw the page's title with its pickers (store, day, manager) and return what was picked."""
    settle_scheme(None)
    store, (head, second, third) = open_pickers(title, [3.4, 1.6, 1.7, 1.8])
    with second:
        as_of = pick_as_of(store["last_date"])
    view = View(store, as_of, saved_settings(store["store_id"])["window"])
    check_first_bill(view)
    warehouse = current_warehouse()
    register = reading_of(view, "register", lambda: read_managers(warehouse, view.store_id, as_of))
    with third:
        leaving = _pick_leaving(view, register.managers)
    fold_line(head, "pickers", [plain(each) for each in (store["store"], as_of.isoformat(), leaving or _("Who leaves?"))])
    office = [each.name for each in register.managers if each.takes(as_of) and each.name != leaving]
    return Leave(view, register, leaving, office)


def handover_of(leave: Leave, successor: str) -> Handover:
    """Return what the manager leaves behind, proposed by rank and room or all to one."""
    warehouse, own, view, settings = current_warehouse(), scheme(), leave.view, settings_of(leave.view)
    with st.spinner(_("Grading the customers …")):
        return reading_of(view, f"handover {leave.leaving} {successor}", lambda: read_handover(
            warehouse, view.store_id, own, view.as_of, settings, leave.leaving, successor or None
        ))


def book_of(leave: Leave, found: Handover) -> pa.Table:
    """Return what is known of each of his customers."""
    warehouse, own, view, settings, on = current_warehouse(), scheme(), leave.view, settings_of(leave.view), today()
    return reading_of(view, f"book {leave.leaving} {on}", lambda: read_book(
        warehouse, view.store_id, own, view.as_of, max(on, view.as_of), settings, found
    ))


def _pick_leaving(view: View, managers: tuple[Manager, ...]) -> str | None:
    """Draw the managers and return the one picked: of those whose last day is said the one who leaves first where none was."""
    names = [each.name for each in managers]
    asked = asked_for(LEAVING)
    if asked in names:
        st.session_state[LEAVING] = asked
    leaving = [each for each in managers if each.until_day is not None]
    first = min(leaving, key=lambda each: (each.until_day < view.as_of, each.until_day, each.name)).name if leaving else None
    held = st.session_state.get(LEAVING)
    chosen = held if held in names else first
    st.session_state[f"pick_{LEAVING}"] = chosen
    st.selectbox(
        _("Who leaves?"), names, key=f"pick_{LEAVING}", placeholder=_("Who leaves?"), on_change=choose, args=(LEAVING,),
        label_visibility="collapsed", index=None,
    )
    show_in_address(LEAVING, chosen)
    return chosen
