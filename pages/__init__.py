"""The pages of the app, a folder each.

Streamlit would take this folder for an app of its older kind, where every file of pages/ is a page of its own, without the menu
and without the page that rescues. ``st.navigation`` ends that, but only from its first call on: a link straight to a page, or a
tab that was open before a start, asks before app.py has run once. No setting says it, so this switch of Streamlit's own is turned
here, where whatever is run first comes by.
"""

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager

ran_alone = PagesManager.uses_pages_directory
PagesManager.uses_pages_directory = False
if ran_alone:
    st.rerun()  # of app.py, from now on
