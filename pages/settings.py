"""Stores, scheme settings, walk-in names, backup and restore."""

import streamlit as st

from pages._language import _

st.title(_("Settings"))
