"""What could not be done, said to whoever asked for it, in his language; the log has the rest.

A page that fails on a click (a save, with the disk full) is drawn again as it was, the sentence on top of it: what was typed is
still there, and the same click works once the cause is gone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

import streamlit as st

from pages.shared.language import _, current_language, plain
from segmentation.language.errors import InputError, WarehouseDamaged, disk_error
from segmentation.language.i18n import N_
from segmentation.warehouse import default_path

log = logging.getLogger(__name__)

COULD_NOT = "could_not"  # in the session: what to say on top of the page
DAMAGED = "damaged"  # in the session: that reading met damage, until it is mended or tried again
UNEXPECTED = N_(
    "Something unexpected went wrong here. Reload the page. If it happens again, the window that started the app shows the "
    "details."
)


def in_words(error: Exception) -> InputError | None:
    """Return what a person can do something about: an InputError, or the disk's complaint as one; None for anything else."""
    if isinstance(error, InputError):
        return error
    if not isinstance(error, OSError):
        return None
    place = error.filename or default_path().parent  # what breaks off in the middle of a file does not say in which
    why = f"{error.strerror or error} ({place})"
    return disk_error(error, place) or InputError("file_error", N_("The file cannot be read or written: {why}."), why=why)


def keep_for_page(error: InputError) -> None:
    """Let the next run of the script say the error on top of its page; damage brings the rescue page instead."""
    log.exception("could not be done")
    st.session_state[DAMAGED if isinstance(error, WarehouseDamaged) else COULD_NOT] = error


def saying(act: Callable[..., object]) -> Callable[..., None]:
    """Return ``act`` as a widget's callback that keeps what it could not do for the page."""

    @wraps(act)
    def acting(*args: Any, **options: Any) -> None:
        try:
            act(*args, **options)
        except (InputError, OSError) as error:
            keep_for_page(in_words(error))

    return acting


def say_what_failed() -> str | None:
    """Say on top of the page, and where the eye may be, what could not be done just now; return its code, None for nothing."""
    error = st.session_state.pop(COULD_NOT, None)
    if error is None:
        return None
    text = plain(error.text(current_language()))
    st.error(text)
    st.toast(text)
    return error.code


def say_in_place(error: Exception) -> None:
    """Say what went wrong where the page has come to; for what nobody caught (in a fragment, in a callback)."""
    said = in_words(error)
    if isinstance(said, WarehouseDamaged):
        st.session_state[DAMAGED] = said
    st.error(plain(said.text(current_language())) if said else _(UNEXPECTED))
    offer_again()


def offer_again() -> None:
    """Draw the button that runs the page again."""
    st.button(_("Try again"), key="try_page_again")
