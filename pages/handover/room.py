"""Who finds nobody with room when a manager leaves, and the buttons that make room."""

from __future__ import annotations

import streamlit as st

from pages.handover.picks import Leave
from pages.shared.house import reading_of
from pages.shared.managers import offer_room
from segmentation.measures.managers.handover import Handover


def draw_no_room(leave: Leave, found: Handover) -> None:
    """Draw a button a grade of which somebody finds no room: it raises the capacity of the first who may take the grade."""
    left = set(found.unplaced["tier"].to_pylist())
    if not left or not found.office:
        return
    with st.container(horizontal=True, key="handover_room"):
        for tier in (each for each in found.tiers if each in left):
            manager = found.may_hold(tier)[0]
            most = reading_of(
                leave.view, f"room of {found.manager.name} {tier}", lambda: found.room_needed(tier, manager.name)  # noqa: B023
            )
            offer_room(leave.view, leave.register, manager.name, most, tier)
