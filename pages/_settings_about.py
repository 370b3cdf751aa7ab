"""Where the data lives, and that it stays there."""

from __future__ import annotations

import streamlit as st

from pages._language import _
from pages._parts import stores
from segmentation.ingest.incoming import format_size, inbox_folder
from segmentation.warehouse import Warehouse


def show_about(house: Warehouse) -> None:
    """Draw the promise and the folders."""
    st.markdown(
        _("All data stays on this computer. This program sends nothing anywhere: no bill, no name, no statistics, "
          "and it works without the internet.")
    )
    size = format_size(house.path.stat().st_size) if house.path.exists() else "–"
    places = {
        _("Warehouse (bills, customers, settings)"): f"{house.path.resolve()} ({size})",
        _("Backups"): str((house.path.parent / "backups").resolve()),
        _("Inbox for big files"): str(inbox_folder().resolve()),
    }
    for label, place in places.items():
        st.caption(label)
        st.code(place, language=None)
    st.caption(_("Stores: {count}").format(count=len(stores())))
