"""The library of grading schemes: what each is, how to make one of one's own, and what it would change."""

import streamlit as st

from pages.schemes.edit import draw_editor, draw_versions
from pages.schemes.library import draw_actions, draw_scheme, pick_from_library, settle_library
from pages.shared.house import current_warehouse, stores
from pages.shared.language import _
from pages.shared.seeing import may_set
from pages.shared.view import pick_store
from segmentation.settings.own_schemes import is_own

settle_library()
title, rules, house = st.columns([3, 3, 2], gap="small", vertical_alignment="center")
title.title(_("Grading schemes"), anchor=False)
with rules:
    scheme = pick_from_library()
with house:
    store = pick_store() if stores() else None
draw_actions(scheme)

if may_set() and is_own(current_warehouse(), scheme.key):
    draw_editor(scheme, store)
    st.divider()
    draw_versions(scheme)
    st.divider()
draw_scheme(scheme)
