"""Who has nobody, and who is proposed to whom: read where a page or a click asks for it."""

from __future__ import annotations

import streamlit as st

from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import _
from segmentation.measures.managers.assign import Assignment, propose


def assignment_of(view: View) -> Assignment:
    """Return what is proposed for the customers of the store who are assigned to nobody."""
    warehouse, settings = current_warehouse(), settings_of(view)
    with st.spinner(_("Grading the customers …")):
        return reading_of(view, "assignment", lambda: propose(warehouse, view.store_id, scheme(), view.as_of, settings))
