"""Which customer has which grade, and why."""

import streamlit as st

from pages._language import _

st.title(_("Customers"))
