"""Who is named on the slides of a workshop: the switches, and the slides as they are shown."""

from __future__ import annotations

import streamlit as st

from pages.shared.failures import saying
from pages.shared.house import current_warehouse, stores
from pages.shared.language import _, current_language
from pages.shared.masking import register_of
from pages.shared.seeing import rights_here
from segmentation.exports.masking import mask_slides
from segmentation.exports.renaming import follow_stores
from segmentation.settings.workshops import Workshop, set_masked
from segmentation.slides import Slide


def masked_slides(workshop: Workshop) -> tuple[Slide, ...]:
    """Return the slides as they are shown: under the names that their stores have today, masked where the workshop is."""
    slides = follow_stores(workshop.slides, {row["store_id"]: row["store"] for row in stores()})
    if not workshop.masked:
        return slides
    return mask_slides(slides, current_language(), register_of(current_warehouse()), house=workshop.house)


def say_left_out() -> None:
    """Tell an account from which names or phones are kept that slides which may show some are not here."""
    if rights_here().is_masked:
        st.caption(_(
            "Here are the slides that you pinned yourself with the rights that you have now. Others are left out: they may name "
            "customers."
        ))


def draw_masking(workshop: Workshop) -> None:
    """Draw the switches that mask the customers, and the managers and stores with them."""
    def keep() -> None:
        set_masked(current_warehouse(), workshop.name, st.session_state["masked"], st.session_state.get("masked_house", False))

    st.session_state["masked"] = workshop.masked
    st.toggle(
        _("Mask names and phones"), key="masked", on_change=saying(keep),
        help=_(
            "On the slides and in the deck: a customer is called by his number, the same on every slide. Switched on, it masks "
            "all your workshops; switched off, it shows the names in this one."
        ),
    )
    if workshop.masked:
        st.session_state["masked_house"] = workshop.house
        st.toggle(_("Managers and stores too"), key="masked_house", on_change=saying(keep))
