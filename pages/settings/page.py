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

warehouse = current_warehouse()
st.title(_("Settings"), anchor=False)
names = [
    _("Grading rules"), _("Modules"), _("Cost to serve"), _("Walk-in names"), _("Stores"), _("Accounts"), _("Backup"),
    _("Scheduled work"), _("Language"), _("About"),
]
grading, modules, costs, walk_ins, houses, people, backup, scheduled, language, about = st.tabs(names, key="settings_tabs")
with grading:
    if stores():
        show_grading(warehouse, pick_settings_store("grading"))
    else:
        st.info(_("The rules can be set as soon as a store has bills."))
with modules:
    if stores():
        show_module_list(warehouse, pick_settings_store("modules"))
    else:
        st.info(_("The modules can be set as soon as a store has bills."))
with costs:
    if stores():
        show_cost_rates(warehouse, pick_settings_store("costs"))
    else:
        st.info(_("The rates can be set as soon as a store has bills."))
with walk_ins:
    if stores():
        show_walk_ins(warehouse, pick_settings_store("walk_ins"))
    else:
        st.info(_("The names can be set as soon as a store has bills."))
with houses:
    show_stores(warehouse)
with people:
    show_accounts()
with backup:
    show_backups(warehouse)
with scheduled:
    show_scheduled(warehouse)
with language:
    st.caption(_("The language of this browser window; files and customers stay as they are"))
    switch_language(key="lang_settings")
with about:
    show_about(warehouse)
