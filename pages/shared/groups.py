"""Saved groups on pages: which there are, who is in one, and the button that saves what a list shows as one."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

import pyarrow as pa
import streamlit as st

from pages.shared.address import address_is_behind, asked_for, settle, show_in_address
from pages.shared.house import View, current_warehouse, grades_of, known_schemes, reading_of, scheme, settings_of
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.seeing import all_of_them, may_change
from segmentation.language.errors import InputError
from segmentation.measures.grades.behind import filters_behind
from segmentation.measures.groups.members import Moves, month_before, only_members, read_members, read_moves
from segmentation.measures.groups.rules import rule_or_list
from segmentation.measures.groups.words import condition_text
from segmentation.settings.clock import now
from segmentation.settings.groups import LONGEST_NAME, Condition, Group, list_groups, save_group
from segmentation.settings.modules import read_modules
from segmentation.slides import Behind

PICKED = "of_group"  # in the session and in the address bar


def groups_of(view: View) -> list[Group]:
    """Return the saved groups of the store whose grading scheme is there, by name."""
    warehouse = current_warehouse()
    found = reading_of(view, "groups", lambda: list_groups(warehouse, view.store_id))
    return [group for group in found if group.scheme in known_schemes()]


def group_names(view: View) -> dict[str, str]:
    """Return what the saved groups of the store are called, by number as an address has it."""
    return {str(group.number): group.name for group in groups_of(view)}


def find_group_of(view: View, number: str | None) -> Group | None:
    """Return the group of that number, as an address has it; None where there is none."""
    return next((group for group in groups_of(view) if str(group.number) == number), None)


def within_group(view: View, grades: pa.Table, number: str) -> pa.Table:
    """Return those of a graded list who are in the group of that number on the day of the view; all of it without one."""
    group = find_group_of(view, number)
    return grades if group is None else only_members(grades, members_of(view, group))


def members_of(view: View, group: Group) -> pa.Table:
    """Return who is in a group on the day of the view (customer_key)."""
    warehouse = current_warehouse()
    return reading_of(view, f"members {group.number}", lambda: read_members(warehouse, group, view.as_of))


def picked_group(view: View) -> Group | None:
    """Return the group whose customers alone a page is to show, as ``pick_group`` keeps it; None: all of them."""
    return find_group_of(view, st.session_state.get(PICKED))


def pick_group(view: View) -> None:
    """Draw the picker of a saved group, where the store has any; the group stands in the address bar."""
    names = {"": all_of_them(_("All customers")), **group_names(view)}
    if (asked := asked_for(PICKED)) in names:
        st.session_state[PICKED] = asked
    settle(PICKED, names, "")
    if len(names) > 1:
        st.selectbox(
            _("Saved group"), list(names), format_func=names.get, key=PICKED, label_visibility="collapsed", width=220,
            persist_state="session", on_change=address_is_behind, args=(PICKED,),
        )
    show_in_address(PICKED, st.session_state[PICKED] or None)


def moves_of(view: View, group: Group, day: date) -> Moves:
    """Return what became of a group between the last month-end before a day and that day."""
    warehouse, first = current_warehouse(), month_before(day)
    return reading_of(view, f"moves {group.number} {day}", lambda: read_moves(warehouse, group, first, day))


def group_behind(view: View, behind: Behind, searched: str, customers: Collection[str]) -> Condition:
    """Return what a list behind a mark is saved by: the rule of the mark and the text looked for, else these customers (keys)."""
    warehouse, own = current_warehouse(), scheme()
    modules, days = read_modules(warehouse, view.store_id), settings_of(view)["active_days"]
    filters = filters_behind(behind, grades_of(view), own, modules, days)
    if filters is not None:
        filters = replace(filters, text=searched)
    return rule_or_list(warehouse, view.store_id, own.key, view.as_of, filters, customers)


def save_group_button(view: View, make: Callable[[], Condition], key: str, why_not: Markdown = "") -> None:
    """Draw what saves the condition that ``make`` returns as a group of the page's scheme; ``why_not`` says why it cannot be.

    It is not drawn for whom groups are not his to save.
    """
    if not may_change("saved_groups"):
        return
    with st.popover(
        _("Save as a group"), type="tertiary", key=f"group_{key}", disabled=bool(why_not), width="content",
        help=why_not or _("Follow these customers: who joins, who leaves, what they bring"),
    ):
        st.text_input(_("Name of the group"), key=f"group_name_{key}", max_chars=LONGEST_NAME)
        st.button(
            _("Save the group"), key=f"group_save_{key}", type="primary", on_click=_save,
            args=(view, make, f"group_name_{key}", scheme().key),
        )


def _save(view: View, make: Callable[[], Condition], key: str, scheme_key: str) -> None:
    try:
        group = save_group(current_warehouse(), view.store_id, st.session_state.get(key) or "", scheme_key, make(), now())
    except InputError as error:
        st.toast(plain(error.text(current_language())))
        return
    st.session_state[key] = ""
    rule = condition_text(group.condition, group.listed, scheme(), current_language())
    st.toast(_("Saved as the group “{name}”: {rule}. It stands on the page Customers.").format(
        name=plain(group.name), rule=plain(rule)
    ))
