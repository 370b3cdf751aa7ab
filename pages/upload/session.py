"""Where a session keeps its tray."""

import streamlit as st

from pages.upload.tray import Tray
from segmentation.warehouse import Warehouse


def open_tray(warehouse: Warehouse) -> Tray:
    """Return the session's tray; a new one where the file it is for was replaced."""
    if "tray" not in st.session_state or st.session_state["tray"].warehouse is not warehouse:
        st.session_state["tray"] = Tray(warehouse)
    return st.session_state["tray"]
