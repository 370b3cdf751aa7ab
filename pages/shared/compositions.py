"""What kind of customers a house lives on, read once for every page that says so."""

from __future__ import annotations

import streamlit as st

from pages.shared.house import View, current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import _
from segmentation.measures.grades.grading import grade_in_full
from segmentation.measures.revenue.composition import BY, Composition, compose


def compositions_of(view: View) -> dict[str, Composition]:
    """Return the customers of what was picked in slices by tier, by module and by both, of one grading."""
    warehouse, settings = current_warehouse(), settings_of(view)

    def read() -> dict[str, Composition]:
        grades = grade_in_full(warehouse, view.store_id, scheme(), view.as_of, settings)
        return {by: compose(warehouse, view.store_id, scheme(), view.as_of, settings, grades, by) for by in BY}

    with st.spinner(_("Grading the customers …")):
        return reading_of(view, "compositions", read)
