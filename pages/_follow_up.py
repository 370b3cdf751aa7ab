"""Bringing the kept months in line with the bills, with a bar while it works, and the quiet line that says what it did."""

from __future__ import annotations

import streamlit as st

from pages._language import _, current_language, plain
from segmentation.ingest.control import Control
from segmentation.measures.follow_up import STEP, FollowUp, follow_up, follow_up_notes
from segmentation.warehouse import Warehouse


def follow_with_bar(house: Warehouse, store_id: int) -> FollowUp:
    """Bring the kept months of a store in line, draw how far it is, and return what that did."""
    bar = st.progress(0.0, text=_(STEP))
    done = follow_up(house, store_id, Control(lambda step, fraction: bar.progress(fraction, text=_(step))))
    bar.empty()
    return done


def say_followed(done: FollowUp | None) -> None:
    """Draw a quiet line for what happened to the kept months, and a warning where it could not be done; nothing for None."""
    if done is None:
        return
    if notes := follow_up_notes(done, current_language()):
        st.caption("  \n".join(map(plain, notes)))
    if done.error is not None:
        st.warning(plain(done.error.text(current_language())))
