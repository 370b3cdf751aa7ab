"""What two pages do with managers: write what was changed of them, make room, and shorten a long name on a button."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.shared.editing import MANAGERS, write_in_callback
from pages.shared.house import View, current_warehouse
from pages.shared.language import _, current_language, plain
from segmentation.ingest.managers import MOST_CAPACITY, edit_managers
from segmentation.language.i18n import format_count
from segmentation.measures.managers.register import Register

LONGEST = 20  # characters of a name on a button


def short_name(name: str) -> str:
    """Return a name as a button has it: whole, or its beginning; the whole one then stands in the button's help."""
    return name if len(name) <= LONGEST else f"{name[:LONGEST].rstrip()}…"


def write_managers(view: View, register: Register, changes: Mapping[str, Mapping[str, str]]) -> None:
    """Write in a callback what was changed; nothing is written where a manager is not as he was seen any more."""
    seen = {name: {field: register.said.get(name, {}).get(field) for field in own} for name, own in changes.items()}
    write_in_callback(view, len(changes), lambda: edit_managers(current_warehouse(), view.store_id, changes, seen), MANAGERS)


def offer_room(view: View, register: Register, name: str, most: int, tier: str) -> None:
    """Draw the button that raises the capacity of a manager to ``most``, so that everybody of a grade finds room."""
    if most > MOST_CAPACITY:
        return
    label = _("Grade {tier}: {name} up to {most} customers").format(
        tier=plain(tier), name=plain(short_name(name)), most=format_count(most, current_language())
    )
    told = _("Makes room for everybody of grade {tier}").format(tier=plain(tier))
    st.button(
        label, key=f"room_{tier}", help=told if short_name(name) == name else f"{plain(name)} · {told}",
        on_click=write_managers, args=(view, register, {name: {"capacity": str(most)}}),
    )
