"""From a file to landed bills."""

import streamlit as st

from pages._language import _

st.title(_("Upload"))
