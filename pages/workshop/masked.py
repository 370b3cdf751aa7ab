"""Who is named on the slides of a workshop: the switches, and the slides as they are shown."""

from __future__ import annotations

import streamlit as st

from pages.shared.failures import saying
from pages.shared.house import current_warehouse
from pages.shared.language import _, current_language
from pages.shared.masking import register_of
from segmentation.exports.masking import mask_slides
from segmentation.settings.workshops import Workshop, set_masked
from segmentation.slides import Slide


def masked_slides(workshop: Workshop) -> tuple[Slide, ...]:
    """Return the slides as they are shown: masked where the workshop is."""
    if not workshop.masked:
        return workshop.slides
    return mask_slides(workshop.slides, current_language(), register_of(current_warehouse()), house=workshop.house)


def draw_masking(workshop: Workshop) -> None:
    """Draw the switches that mask the customers, and the managers and stores with them."""
    def keep() -> None:
        set_masked(current_warehouse(), workshop.name, st.session_state["masked"], st.session_state.get("masked_house", False))

    st.session_state["masked"] = workshop.masked
    st.toggle(
        _("Mask names and phones"), key="masked", on_change=saying(keep),
        help=_("On the slides and in the deck: a customer is called by his number, the same on every slide"),
    )
    if workshop.masked:
        st.session_state["masked_house"] = workshop.house
        st.toggle(_("Managers and stores too"), key="masked_house", on_change=saying(keep))
