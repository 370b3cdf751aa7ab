"""Records that may be one person: how many there are, said where customers are listed, and the way to them."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _n, current_language
from pages.shared.search import FILE, leave_customer
from segmentation.language.i18n import format_count
from segmentation.measures.people.merges import read_pairs


def pairs_of(view: View) -> pa.Table:
    """Return the pairs of records of the store that may be one person (``read_pairs``)."""
    return reading_of(view, "pairs", lambda: read_pairs(current_warehouse(), view.store_id))


def draw_pairs_link(view: View) -> None:
    """Say how many pairs may be one person, as the button that leads to them; nothing where there are none."""
    pairs = pairs_of(view).num_rows
    if not pairs:
        return
    text = _n("{count} pair of records may be one person →", "{count} pairs of records may be one person →", pairs)
    said = text.format(count=format_count(pairs, current_language()))
    if st.button(said, key="to_pairs", type="tertiary", on_click=leave_customer):
        st.switch_page(FILE)
