"""Where the data lives, and that it stays there."""

from __future__ import annotations

import streamlit as st

from pages.shared.language import _
from segmentation.ingest.incoming import format_size
from segmentation.scheduled.settings import sends_messages
from segmentation.warehouse import Warehouse
from segmentation.warehouse.places import inbox_folder


def show_about(warehouse: Warehouse) -> None:
    """Draw the promise and the folders."""
    if sends_messages(warehouse.path):
        st.markdown(_(
            "All data stays on this computer, but for the weekly message that you have switched on, which goes where you set it "
            "to. Nothing else is sent anywhere: no bill, no statistics; and it works without the internet."
        ))
    else:
        st.markdown(_(
            "All data stays on this computer. This program sends nothing anywhere: no bill, no name, no statistics, "
            "and it works without the internet."
        ))
    files = (warehouse.path, warehouse.path.with_name(f"{warehouse.path.name}.wal"))  # what was written last is in the second
    size = format_size(sum(path.stat().st_size for path in files if path.exists()))
    places = {
        _("Warehouse (bills, customers, settings)"): f"{warehouse.path.resolve()} ({size})",
        _("Backups"): str((warehouse.path.parent / "backups").resolve()),
        _("Inbox for big files"): str(inbox_folder(warehouse.path).resolve()),
    }
    for label, place in places.items():
        st.caption(label)
        st.code(place, language=None)
