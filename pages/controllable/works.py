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
    works = {
        "managers": (_("By manager"), lambda: draw_by_manager(view, found, pick)),
        "occupancy": (_("Table occupancy"), lambda: draw_occupancy(view)),
        "rules": (_("Rules of thumb tested"), lambda: draw_rules(view)),
        "what_if": (_("What if"), lambda: draw_what_if(view, found)),
        "months": (_("Month by month"), lambda: draw_by_month(view, found)),
        "totals": (_("Totals of months"), lambda: draw_totals(view, found)),
    }
    names = {key: name for key, (name, _draw) in works.items()}
    work = st.segmented_control(
        _("A closer look"), list(works), format_func=names.get, key="control_work", default="managers", required=True,
        persist_state="session",
    )
    works[work][1]()
