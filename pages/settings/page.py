"""Stores, how they are graded, walk-in names, backup and restore, language, where the data lives."""

import streamlit as st

from pages.settings.about import show_about
from pages.settings.accounts import show_accounts
from pages.settings.backup import show_backups
from pages.settings.costs import show_cost_rates
from pages.settings.grading import show_grading
from pages.settings.modules import show_module_list
from pages.settings.scheduled import show_scheduled
from pages.settings.stores import pick_settings_store, show_stores, show_walk_ins
from pages.shared.house import current_warehouse, stores
from pages.shared.language import _, switch_language
from pages.shared.tabs import draw_tabs

warehouse = current_warehouse()
st.title(_("Settings"), anchor=False)
tabs = draw_tabs("settings", {
    "grading": _("Grading rules"), "modules": _("Modules"), "costs": _("Cost to serve"), "names": _("Walk-in names"),
    "stores": _("Stores"), "accounts": _("Accounts"), "backup": _("Backup"), "scheduled": _("Scheduled work"),
    "language": _("Language"), "about": _("About"),
})
with tabs["grading"]:
    if stores():
        show_grading(warehouse, pick_settings_store("grading"))
    else:
        st.info(_("The rules can be set as soon as a store has bills."))
with tabs["modules"]:
    if stores():
        show_module_list(warehouse, pick_settings_store("modules"))
    else:
        st.info(_("The modules can be set as soon as a store has bills."))
with tabs["costs"]:
    if stores():
        show_cost_rates(warehouse, pick_settings_store("costs"))
    else:
        st.info(_("The rates can be set as soon as a store has bills."))
with tabs["names"]:
    if stores():
        show_walk_ins(warehouse, pick_settings_store("walk_ins"))
    else:
        st.info(_("The names can be set as soon as a store has bills."))
with tabs["stores"]:
    show_stores(warehouse)
with tabs["accounts"]:
    show_accounts()
with tabs["backup"]:
    show_backups(warehouse)
with tabs["scheduled"]:
    show_scheduled(warehouse)
with tabs["language"]:
    st.caption(_("The language of this browser window; files and customers stay as they are"))
    switch_language(key="lang_settings")
with tabs["about"]:
    show_about(warehouse)
