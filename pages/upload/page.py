"""From a file to landed bills: choose, check, confirm, and take back."""

import streamlit as st

from pages.shared.address import stop
from pages.shared.house import current_warehouse
from pages.shared.language import _
from pages.shared.tabs import pick_tab, settle_tab
from pages.upload.check import check_files
from pages.upload.choose import choose_files, choose_store, offer_templates, propose_store
from pages.upload.close import draw_close
from pages.upload.history import show_history
from pages.upload.report import draw_progress, show_report
from pages.upload.session import open_tray

tray = open_tray(current_warehouse())
tab = settle_tab("upload", ("files", "close"))
st.title(_("Upload"), anchor=False)
pick_tab("upload", {"files": _("Files"), "close": _("Month-end close")})
if tab == "close":
    draw_close(tray.warehouse)
    stop()
if tray.collect():
    draw_progress(tray)
    stop()

show_report(tray)
store = choose_store(tray)
if tray.items:
    if tray.land_confirmed(store):
        st.rerun()
    if tray.advance(store):
        draw_progress(tray)
        stop()
    if propose_store(tray):
        st.rerun()
    check_files(tray, store)
else:
    choose_files(tray)
    offer_templates()
show_history(tray)
