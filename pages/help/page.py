"""The guides, and a search over them."""

import streamlit as st

from pages.help.read import asked_part, draw_guide, draw_part, pick_guide
from pages.help.search import draw_search
from pages.shared.language import _

st.title(_("Help"), anchor=False)
draw_search()
guide = pick_guide()
if (part := asked_part(guide)) is not None:
    draw_part(part)
draw_guide(guide)
