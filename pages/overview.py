"""How is the house doing: the month, the grades and what each grade brings."""

import streamlit as st

from pages._language import _

st.title(_("Overview"))
