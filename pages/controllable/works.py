"""A closer look at the controllable revenue: what of it is opened, and drawn."""

from __future__ import annotations

import streamlit as st

from pages.controllable.managers import draw_by_manager
from pages.controllable.months import draw_by_month, draw_totals
from pages.controllable.occupancy import draw_occupancy
from pages.controllable.rules import draw_rules
from pages.controllable.what_if import draw_what_if
from pages.shared.house import View
from pages.shared.language import _
from pages.shared.picking import Picker
from segmentation.measures.revenue.controllable import Controllable


def draw_work(view: View, found: Controllable, pick: Picker) -> None:
    """Draw the choice of a closer look, and the one that is open."""
    names = {
        "managers": _("By manager"), "occupancy": _("Table occupancy"), "rules": _("Rules of thumb tested"),
        "what_if": _("What if"), "months": _("Month by month"), "totals": _("Totals of months"),
    }
    work = st.segmented_control(
        _("A closer look"), list(names), format_func=names.get, key="control_work", default="managers", required=True,
        persist_state="session",
    )
    if work == "managers":
        draw_by_manager(view, found, pick)
    elif work == "occupancy":
        draw_occupancy(view)
    elif work == "rules":
        draw_rules(view)
    elif work == "what_if":
        draw_what_if(view, found)
    elif work == "totals":
        draw_totals(view, found)
    else:
        draw_by_month(view, found)
