"""Who leaves and still has customers, said wherever they would be missed, with the way to hand them over."""

from __future__ import annotations

import streamlit as st

from pages.shared.house import View, current_warehouse, reading_but_contacts
from pages.shared.language import _, current_language, plain
from segmentation.measures.managers.findings import finding_leavers
from segmentation.measures.managers.register import read_leavers


def draw_leavers(view: View) -> None:
    """Draw who leaves, or has left, with customers of his own, and the way to the page Handover; nothing for nobody."""
    warehouse = current_warehouse()
    found = reading_but_contacts(view, "leavers", lambda: read_leavers(warehouse, view.store_id, view.as_of))
    if found:
        with st.container(key="leavers", horizontal=True, vertical_alignment="center"):
            st.warning(plain(finding_leavers(found, current_language())), width="stretch")
            label, leaving = f"**{_('Handover')} →**", {"leaving": found[0][0].name}
            st.page_link("pages/handover/page.py", label=label, width="content", query_params=leaving)
