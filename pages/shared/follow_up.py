"""Bringing the kept months in line with the bills, with a bar while it works, and the quiet line that says what it did."""

from __future__ import annotations

import threading
from weakref import WeakKeyDictionary

import streamlit as st

from pages.shared.language import _, current_language, plain
from pages.shared.opening import opened_warehouse
from segmentation.ingest.control import Control
from segmentation.ingest.jobs import Job, Task
from segmentation.language.errors import InputError
from segmentation.measures.movement.follow_up import STEP, FollowUp, finish_pending, follow_up, follow_up_notes, pending_stores
from segmentation.warehouse import Warehouse

SEEN = "catching_up_seen"

_begun: WeakKeyDictionary[Warehouse, Job | None] = WeakKeyDictionary()
_beginning = threading.Lock()


def catch_up() -> None:
    """Finish in the background what a killed process left of the kept months, and say so while it lasts."""
    warehouse = opened_warehouse()
    try:
        job = begin_catching_up(warehouse) if warehouse else None
    except InputError:  # the page will say what is wrong with the warehouse
        return
    if job is not None and (job.running or st.session_state.get(SEEN)):
        st.session_state[SEEN] = job.running
        _say_caught_up(job)


def begin_catching_up(warehouse: Warehouse) -> Job | None:
    """Begin, when it is first called for a warehouse that was opened, and return the work; None where nothing had been left.

    Raises InputError where the warehouse cannot be read.
    """
    with _beginning:
        if warehouse not in _begun:
            with warehouse.telling():
                left = pending_stores(warehouse)
            _begun[warehouse] = Job([Task("", lambda control: finish_pending(warehouse, control))]) if left else None
        return _begun[warehouse]


@st.fragment(run_every=2)
def _say_caught_up(job: Job) -> None:
    if job.running:
        st.caption(_(
            "The program was stopped before the month-end grades had followed the last change. "
            "This is being done now, in the background."
        ))
        return
    for done in (job.outcomes[0].result or {}).values():
        say_followed(done)
    st.caption(_("The month-end grades are up to date again."))


def follow_with_bar(warehouse: Warehouse, store_id: int) -> FollowUp:
    """Bring the kept months of a store in line, draw how far it is, and return what that did."""
    bar = st.progress(0.0, text=_(STEP))
    done = follow_up(warehouse, store_id, Control(lambda step, fraction: bar.progress(fraction, text=_(step))))
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
