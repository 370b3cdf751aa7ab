"""The file to take along: one page to print, and all of it as a table; masked as the other downloads are."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.customer.picks import Look, why_of
from pages.shared.downloads import draw_download, offer
from pages.shared.language import _, current_language
from pages.shared.masking import picked_masking
from pages.shared.search import leave_customer
from segmentation.exports.csv import file_name
from segmentation.exports.customer_sheet import customer_page, file_lines, masked_file
from segmentation.language.i18n import N_
from segmentation.measures.people.file import CustomerFile


def draw_take_along(look: Look) -> None:
    """Draw the downloads of the file."""
    lang, view, masking = current_language(), look.view, picked_masking()
    store = masking.store(view.store["store"])

    def why() -> list[str]:
        sentences, lift = why_of(look)
        return [lift, *sentences] if lift else sentences

    def told() -> CustomerFile:
        """Return the file as it may be taken along."""
        if not masking.how:
            return look.found
        fields = look.found.fields
        known = {"customer": look.customer, "name": fields["name"].text, "phone": fields["phone"].text}
        frame = pa.table({name: pa.array([text], pa.string()) for name, text in known.items()})
        return masked_file(look.found, masking.masker(frame))

    def page() -> bytes:
        return customer_page(store, told(), why(), lang).encode()

    name = file_name(store, N_("Customer file"), view.as_of, lang).removesuffix(".csv") + ".html"
    with st.container(key="file_take", horizontal=True, vertical_alignment="bottom"):
        offer(
            _("Print one page"), page, name, "text/html", "customer_page",
            help=_("A page that opens in any browser and prints to one A4 page"),
        )
        draw_download(
            lambda: file_lines(told(), why(), lang), N_("Customer file"), view, "customer_file", named=True, totals=False,
        )
        st.button(_("Incomplete files"), key="leave_customer", on_click=leave_customer, type="tertiary")
