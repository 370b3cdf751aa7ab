"""How many days around a festival belong to it, to be set by the owner."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.shared.house import View, current_warehouse
from pages.shared.language import _, current_language, plain
from pages.shared.seeing import may_set
from segmentation.language.errors import InputError
from segmentation.language.festivals import FESTIVALS
from segmentation.measures.festivals.calendar import Edition
from segmentation.settings.festival_windows import (
    MOST_AFTER,
    MOST_BEFORE,
    festival_windows,
    reset_festival_windows,
    save_festival_window,
)

ERROR = "festival_error"


def draw_windows(view: View, edition: Edition | None) -> None:
    """Draw the window of the festival that is looked at, with what keeps it for the store; for owners alone."""
    if edition is None or not may_set():
        return
    warehouse = current_warehouse()
    around, name = festival_windows(warehouse, view.store_id)[edition.key], _(FESTIVALS[edition.key])
    with st.expander(_("Days that belong to a festival")):
        one, two = st.columns(2)
        mark = f"{edition.key}_{view.store_id}_{warehouse.version}"
        before = one.number_input(
            _("Days before {festival}").format(festival=name), 0, MOST_BEFORE, around.before, key=f"before_{mark}"
        )
        after = two.number_input(
            _("Days after {festival}").format(festival=name), 0, MOST_AFTER, around.after, key=f"after_{mark}"
        )
        with st.container(horizontal=True):
            st.button(
                _("Save for this store"), key="save_festival", type="primary", disabled=(before, after) == tuple(around),
                on_click=_do, args=(lambda: save_festival_window(warehouse, view.store_id, edition.key, before, after),),
            )
            st.button(
                _("All festivals back to the defaults"), key="reset_festivals", on_click=_do,
                args=(lambda: reset_festival_windows(warehouse, view.store_id),),
            )
        if error := st.session_state.pop(ERROR, None):
            st.error(plain(error.text(current_language())))


def _do(change: Callable[[], object]) -> None:
    try:
        change()
    except InputError as error:
        st.session_state[ERROR] = error
