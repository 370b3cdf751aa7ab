"""What tables to edit share: rows found by a text, one edit written, said, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from pages.shared.address import stop
from pages.shared.house import View, current_warehouse
from pages.shared.language import _, _n, current_language, plain
from pages.shared.seeing import may_change
from segmentation.ingest.land import undo
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_count, format_day
from segmentation.measures.movement.follow_up import follow_up

SHOWN = 300
ROWS = 12
EDIT, ASSIGNED, MANAGERS = "edit", "assigned", "managers"  # what an edit was of, and so how it is told


def save_button(key: str, changes: int) -> bool:
    """Draw the button that saves what was changed of so many customers; nothing to save leaves it off. Return its click.

    It is not drawn for whom customers are not his to change.
    """
    if not may_change("profile_rows"):
        return False
    text = _n("Save {count} changed customer", "Save {count} changed customers", changes) if changes else _("Save")
    label = text.format(count=format_count(changes, current_language()))
    return st.button(label, key=key, type="primary" if changes else "secondary", disabled=not changes)


def say_what_was_done(view: View, of: str = EDIT) -> None:
    """Say what the last edit of the session in the table ``of`` did to this store, with the button that takes it back."""
    done = st.session_state.get(f"done_{of}")
    if done is None or done["store_id"] != view.store_id:
        return
    lang = current_language()
    with st.container(horizontal=True, vertical_alignment="center", key=f"done_note_{of}"):
        if done["undone"]:
            st.success(_("Undone: the managers are as they were before.") if of == MANAGERS else _(
                "Undone: the customers are as they were before."
            ))
            return
        text = _told(of, done["customers"]).format(count=format_count(done["customers"], lang))
        if done["left"]:
            name, day = done["left"]
            last = _("{name}'s last day is {day}; nobody is given to him any more.")
            text += (" " if lang == "en" else "") + last.format(name=plain(name), day=format_day(day, lang))
        st.success(text)
        st.button(_("Undo"), key=f"undo_{of}", on_click=_undo, args=(done,))


def _told(of: str, count: int) -> str:
    if of == MANAGERS:
        return _n(
            "One manager was changed. The list of imports on the page Upload keeps this edit; undo it any time.",
            "{count} managers were changed. The list of imports on the page Upload keeps this edit; undo it any time.", count,
        )
    if of.startswith(ASSIGNED):
        return _n(
            "One customer has a manager now. The list of imports on the page Upload keeps this edit; undo it any time.",
            "{count} customers have a manager now. The list of imports on the page Upload keeps this edit; undo it any time.",
            count,
        )
    return _n(
        "One customer was changed. The list of imports on the page Upload keeps this edit; undo it any time.",
        "{count} customers were changed. The list of imports on the page Upload keeps this edit; undo it any time.", count,
    )


def _undo(done: dict[str, Any]) -> None:
    try:
        undo(current_warehouse(), done["batch"])
        follow_up(current_warehouse(), done["store_id"])
    except InputError as error:
        st.session_state["edit_error"] = error
        return
    done["undone"] = True


def say_error() -> None:
    """Say why the last edit could not be written or taken back, once."""
    error = st.session_state.pop("edit_error", None)
    if error is not None:
        st.error(plain(error.text(current_language())))


def write_edit(view: View, customers: int, edit: Callable[[], int | None], of: str = EDIT) -> None:
    """Write the changes of so many customers as one edit (``edit`` returns its batch), and let the page say so."""
    try:
        with st.spinner(_("Writing …")):
            batch = edit()
    except InputError as error:
        st.error(plain(error.text(current_language())))
        stop()
    if batch is not None:
        _note(view, batch, customers, of)
    st.rerun()


def write_in_callback(
    view: View, customers: int, edit: Callable[[], int | None], of: str = EDIT, nothing: InputError | None = None,
    left: tuple[str, date] | None = None,
) -> None:
    """The same in a callback: it writes what the screen showed, also where a run since would have shown something else.

    ``nothing`` is what is said where the edit finds nothing to write, ``left`` who leaves by it, and his last day.
    """
    try:
        batch = edit()
    except InputError as error:
        st.session_state["edit_error"] = error
        return
    if batch is not None:
        _note(view, batch, customers, of, left)
    elif nothing is not None:
        st.session_state["edit_error"] = nothing


def taken_elsewhere(count: int) -> InputError:
    """Return what is said where all of so many customers have gone to whom they were proposed, in another window."""
    message = N_("These customers ({count}) have just been given to their managers in another window; nothing was left to write.")
    return InputError("taken_elsewhere", message, count=count)


def _note(view: View, batch: int, customers: int, of: str, left: tuple[str, date] | None = None) -> None:
    """Keep what was done last, in place of every edit of before: what is told of those is no longer the last word."""
    for key in [key for key in st.session_state if str(key).startswith("done_")]:
        if isinstance(st.session_state[key], dict) and "batch" in st.session_state[key]:
            del st.session_state[key]
    st.session_state[f"done_{of}"] = {
        "store_id": view.store_id, "batch": batch, "customers": customers, "undone": False, "left": left,
    }


def find_rows(grades: pa.Table, text: str) -> pa.Table:
    """Return the rows of a graded list whose name, phone or key holds ``text``; a blank text finds all."""
    if not text.strip():
        return grades
    hits = [
        pc.match_substring(pc.fill_null(grades[column], ""), text.strip(), ignore_case=True)
        for column in ("name", "phone", "customer")
    ]
    return grades.filter(pc.or_(pc.or_(hits[0], hits[1]), hits[2]))


def money_column() -> Any:
    """Return how a table to edit shows contributions."""
    return st.column_config.NumberColumn(_("Contribution (CNY)"), format="accounting", width=150, alignment="right")


def edit_height(rows: int) -> int:
    """Return the height of a table to edit of so many rows, in pixels; a long one scrolls."""
    return 35 * (1 + min(rows, ROWS)) + 3
