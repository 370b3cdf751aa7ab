"""A saved group renamed or deleted, and deleted ones taken back."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _, current_language, plain
from pages.shared.seeing import may_change
from segmentation.language.errors import InputError
from segmentation.language.i18n import format_day
from segmentation.settings.clock import now
from segmentation.settings.groups import LONGEST_NAME, Group, delete_group, deleted_groups, rename_group, restore_group

SHOWN = 10  # deleted groups that are offered


def draw_keeping(view: View, group: Group) -> None:
    """Draw where a group is renamed and deleted."""
    if not may_change("saved_groups"):
        return
    warehouse = current_warehouse()
    with st.expander(_("Rename or delete the group")):
        left, middle, right = st.columns([3, 1, 1], vertical_alignment="bottom")
        key = f"group_rename_{group.number}_{group.name}"  # what is typed stays where something else is written meanwhile
        left.text_input(_("Name of the group"), group.name, key=key, max_chars=LONGEST_NAME)
        middle.button(
            _("Rename"), key="rename_group", width="stretch", on_click=_do,
            args=(lambda: rename_group(warehouse, group, st.session_state[key]),),
        )
        right.button(
            _("Delete the group"), key="delete_group", width="stretch", on_click=_do,
            args=(lambda: delete_group(warehouse, group, now()),),
            help=_("Its customers stay as they are; it can be taken back."),
        )


def draw_deleted(view: View) -> None:
    """Draw the groups that were deleted last, each with the button that takes it back; nothing where there is none."""
    warehouse, lang = current_warehouse(), current_language()
    gone = reading_of(view, "deleted groups", lambda: deleted_groups(warehouse, view.store_id))[:SHOWN]
    if not gone or not may_change("saved_groups"):
        return
    with st.expander(_("Deleted groups")):
        for group in gone:
            text = _("{name}, deleted {day}").format(name=group.name, day=format_day(group.deleted_at.date(), lang))
            left, right = st.columns([4, 1], vertical_alignment="center")
            left.write(plain(text))
            right.button(
                _("Take back"), key=f"restore_group_{group.number}", width="stretch", on_click=_do,
                args=(lambda group=group: restore_group(warehouse, group),),
            )


def _do(change: Callable[[], object]) -> None:
    try:
        change()
    except InputError as error:
        st.toast(plain(error.text(current_language())))
