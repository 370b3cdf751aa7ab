"""What a tap does: it is written at once, said in one line, and taken back from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import streamlit as st

from pages.shared.address import asked_for, show_in_address
from pages.shared.house import current_warehouse
from pages.shared.language import _, current_language, plain
from pages.today.day import Day
from segmentation.ingest.contacts import check_contact_day, record_contact
from segmentation.ingest.edit import edit_profiles
from segmentation.ingest.land import undo
from segmentation.ingest.managers import assign_customers
from segmentation.language.errors import InputError
from segmentation.measures.managers.call_words import afterwards
from segmentation.measures.managers.today import Call
from segmentation.settings.clock import today


def open_call(day: Day) -> Call | None:
    """Return the call whose card stands open: the one tapped last while it is left, else the first; None where none is left.

    Whose outcome is being changed has his card too, though he was called already.
    """
    changing = changed_row(day)
    if changing and (found := next((call for call in day.calls if call.customer == changing["customer"]), None)):
        return found
    if (asked := asked_for("call")) is not None:
        st.session_state["call"] = asked
    held = st.session_state.get("call")
    found = next((call for call in day.left if call.customer == held), next(iter(day.left), None))
    show_in_address("call", found.customer if found else None)
    return found


def open_card(customer: str | None) -> None:
    """Open the card of a customer, in a callback."""
    st.session_state["call"] = customer
    for key in ("call_done", "call_changing"):
        st.session_state.pop(key, None)


def tap(day: Day, call: Call, outcome: str, next_day: date | None = None) -> None:
    """Write what came of a call, in a callback; the next card opens by itself."""
    note = st.session_state.get(f"call_note_{call.customer}", "")
    channel = st.session_state.get(f"call_channel_{call.customer}") or "call"

    before = changed_row(day)

    def write() -> None:
        warehouse = current_warehouse()
        check_contact_day(day.on, max(today(), day.view.store["last_date"]))
        batch = record_contact(
            warehouse, day.view.store_id, call.customer, channel, outcome, day.on, next_day, note, call.manager
        )
        if before and before["customer"] == call.customer:
            undo(warehouse, before["batch"])  # only now: until then what was tapped before holds
        said = afterwards(outcome, next_day, day.found, current_language())
        done = {"key": day.key, "batch": batch, "customer": call.customer, "name": call.named, "said": said, "before": before}
        st.session_state["call_done"] = done
        st.session_state["call"] = None
        for key in ("call_barring", "call_changing"):
            st.session_state.pop(key, None)

    _try(write)


def take_over(day: Day, call: Call) -> None:
    """Give a customer whom nobody looks after to the manager who was picked, in a callback, from the day of the list on."""
    name = st.session_state.get(f"take_over_{call.customer}")
    if not name:
        return

    def write() -> None:
        batch = assign_customers(current_warehouse(), day.view.store_id, {call.customer: name}, day.on, {call.customer: None})
        said = _("{manager} looks after him now").format(manager=name)
        st.session_state["call_done"] = {
            "key": day.key, "batch": batch, "customer": call.customer, "name": call.named, "said": said,
        }
        st.session_state["call"] = None

    _try(write)


def ask_barring(customer: str | None) -> None:
    """Ask, in a callback, whether a customer shall never be contacted again; None: do not ask any more."""
    st.session_state["call_barring"] = customer


def is_barring(customer: str) -> bool:
    """Whether it is asked of this customer."""
    return st.session_state.get("call_barring") == customer


def change_back(day: Day, done: Mapping[str, Any]) -> None:
    """Take back what was tapped, in a callback: the card opens again, or what held before it is there again."""

    def write() -> None:
        warehouse, before = current_warehouse(), done.get("before")
        undo(warehouse, done["batch"])
        open_card(done["customer"])
        if before:
            record_contact(
                warehouse, day.view.store_id, before["customer"], before["contact_channel"], before["outcome"], day.on,
                before["next_day"], before["note"] or "", before["manager"],
            )

    _try(write)


def begin_change(row: Mapping[str, Any] | None) -> None:
    """Open the card of who was called, in a callback, to say something else of him (None: leave it); nothing is written yet."""
    open_card(row["customer"] if row else None)
    st.session_state["call_changing"] = row and dict(row)


def changed_row(day: Day) -> Mapping[str, Any] | None:
    """Return the contact of the day that is being changed, as it was tapped, None where none is."""
    row = st.session_state.get("call_changing")
    return row if row and any(each["batch"] == row["batch"] for each in day.contacts) else None


def draw_changing(day: Day) -> None:
    """Draw what is noted of the customer whose outcome is being changed, and the button that leaves it so."""
    row = changed_row(day)
    if row is None:
        return
    said = afterwards(row["outcome"], row["next_day"], day.found, current_language())
    with st.container(key="call_changed", horizontal=True, vertical_alignment="center"):
        st.markdown(plain(_("Noted: {said}. It stands until you tap something else.").format(said=said)))
        st.button(_("Leave it"), key="keep_outcome", type="tertiary", on_click=begin_change, args=(None,))


def keep_phone(day: Day, customer: str) -> None:
    """Write the phone that was typed into the profile, in a callback."""
    text = st.session_state.get(f"call_phone_{customer}", "")
    if text.strip():
        _try(lambda: edit_profiles(current_warehouse(), day.view.store_id, {customer: {"phone": text}}, today()))


def _try(write: Callable[[], object]) -> None:
    try:
        write()
    except InputError as error:
        st.session_state["call_error"] = error


def draw_undo(day: Day) -> None:
    """Draw what was tapped last with the button that takes it back, and why it could not be written where it could not."""
    if error := st.session_state.pop("call_error", None):
        st.error(plain(error.text(current_language())))
    done = st.session_state.get("call_done")
    if done is None or done["key"] != day.key:
        return
    with st.container(key="call_undo", horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{plain(done['name'])}** {plain(done['said'])}")
        st.button(
            _("Undo"), key="undo_call", type="tertiary", on_click=change_back, args=(day, done)
        )
