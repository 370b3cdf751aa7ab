"""What is said where there is nothing to show yet, with the button that brings it."""

from __future__ import annotations

import streamlit as st

from pages.shared.address import address_is_behind, stop
from pages.shared.house import View, current_warehouse
from pages.shared.language import _, current_language, plain
from pages.shared.samples import load_samples
from pages.shared.seeing import rights_here
from segmentation.language.errors import InputError
from segmentation.language.i18n import format_day
from segmentation.warehouse.rights import OWNER


def empty_state() -> None:
    """Say that there is nothing yet, and offer the two ways to begin."""
    st.subheader(_("Who are your best customers, and who is slipping away?"))
    st.write(_("Upload a month of bills from your till or booking system, or look around with made-up houses first."))
    with st.container(horizontal=True):
        samples = st.button(_("Load the sample houses"), key="load_samples", type="primary")
        offer_upload()
    st.caption(_(
        "Made up are two hotels, one managed well and one badly, a club whose new services earn nothing, and a restaurant that "
        "leaves customers alone by lot to see whether its calls help."
    ))
    if samples:
        try:
            load_samples(current_warehouse(), current_language())
        except InputError as error:
            st.error(plain(error.text(current_language())))
            stop()
        st.rerun()


def draw_add_managers() -> None:
    """Say that nobody is known who looks after customers, with the way to where managers are added."""
    st.info(_("Add managers first: nobody is named in the bills or profiles of this store."))
    st.page_link("pages/assign/page.py", label=f"**{_('Assign')} →**", width="content")


def may_upload() -> bool:
    """Return whether the account may bring in files."""
    return rights_here().role == OWNER


def offer_upload() -> None:
    """Draw a button that leads to the upload, for whom it is open."""
    if may_upload() and st.button(_("Upload your file"), key="go_upload"):
        st.switch_page("pages/upload/page.py")


def check_first_bill(view: View) -> None:
    """Where the as-of day stands before the store's first bill, say so, offer the last day, and stop the page."""
    lang = current_language()
    if view.as_of < view.store["first_date"]:
        text = _("The first bill of {store} is dated {first}: there is nothing to show for {day}.")
        st.info(text.format(
            store=plain(view.store["store"]), first=format_day(view.store["first_date"], lang), day=format_day(view.as_of, lang)
        ))
        offer_last_day(view)
        stop()


def offer_last_day(view: View) -> None:
    """Draw a button that sets the as-of day to the store's last day with a bill."""
    day = format_day(view.store["last_date"], current_language())
    st.button(_("Look at {day}").format(day=day), key="look_at_last_day", on_click=_look_at_last_day)


def _look_at_last_day() -> None:
    st.session_state["as_of"] = None
    address_is_behind("as_of")
