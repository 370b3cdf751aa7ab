"""One customer who is slipping away or lost: why, what was noted of him, and a new note, which can be taken back."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.shared.address import address_is_behind
from pages.shared.editing import say_error, say_what_was_done, write_edit
from pages.shared.house import View, current_warehouse, reading_of
from pages.shared.language import _, current_language, plain
from pages.shared.seeing import may_change
from pages.shared.tables import draw_table
from pages.shared.view import EARLIEST, LATEST
from segmentation.fields import CARE_STATES
from segmentation.ingest.care import record_care
from segmentation.ingest.edit import LONGEST
from segmentation.language.i18n import format_day, format_money
from segmentation.measures.movement.care import care_history

CARE = "care"


def say_noted(view: View) -> None:
    """Say that the last note was written, with the button that takes it back."""
    say_what_was_done(view, CARE)
    say_error()


def draw_case(view: View, row: dict[str, Any]) -> None:
    """Draw the panel of the customer of a row of either list."""
    customer = row["customer"]
    with st.container(border=True, key="case"):
        title, close = st.columns([5, 1], vertical_alignment="top")
        title.subheader(plain(row["name"] or customer), anchor=False)
        close.button("✕", key="close_case", help=_("Close"), on_click=_close, type="tertiary")
        st.write(plain(_said(row)))
        _draw_form(view, customer)
        warehouse = current_warehouse()
        history = reading_of(view, f"care {customer}", lambda: care_history(warehouse, view.store_id, customer))
        st.markdown(f"**{_('Noted so far')}**")
        if history.num_rows:
            draw_table(history, ("noted_on", "state", "note", "author"), "care_history", 6)
        else:
            st.caption(_("Nothing yet."))


def _said(row: dict[str, Any]) -> str:
    """Return why he is on the list, who looks after him, and how to reach him."""
    lang = current_language()
    if row.get("reason"):
        text = _("{reason}. At stake: {money}. Win back by {day}.")
        said = [text.format(
            reason=row["reason"], money=format_money(row["stake"], lang), day=format_day(row["win_back_by"], lang)
        )]
    else:
        text = _("Last visit on {day}; brought {money} in the window before.")
        said = [text.format(day=format_day(row["last_visit"], lang), money=format_money(row["last_contribution"], lang))]
    if row["state"] == "barred":
        said.insert(0, _("Not to be contacted"))
    if row["state"] == "left_alone":
        said.insert(0, _("Left alone on purpose, to see whether calls help"))
    for label, value in ((_("Account manager"), row["manager"]), (_("Phone"), row["phone"])):
        if value:
            said.append(f"{label}{_(': ')}{value}")
    return " · ".join(said)


def _draw_form(view: View, customer: str) -> None:
    if not may_change("care_notes"):
        return
    lang = current_language()
    with st.form(f"note_{customer}", border=False, clear_on_submit=True):
        state = st.segmented_control(
            _("What happened"), list(CARE_STATES), format_func=lambda key: _(CARE_STATES[key]), key="care_state",
            required=True, default="contacted",
        )
        text = _("Later days are left out: this page stops at {day}")
        first, second = st.columns(2, vertical_alignment="bottom")
        day = first.date_input(
            _("Noted on"), view.as_of, EARLIEST, LATEST, key=f"care_day_{view.as_of}", format="YYYY-MM-DD",
            help=text.format(day=format_day(view.as_of, lang)),
        )
        author = second.text_input(_("Noted by"), key="care_author", max_chars=LONGEST)
        note = st.text_input(_("Note"), key="care_note", max_chars=LONGEST)
        if st.form_submit_button(_("Note it"), key="care_submit", type="primary"):
            write_edit(
                view, 1,
                lambda: record_care(current_warehouse(), view.store_id, [customer], state, day or view.as_of, note, author), CARE,
            )


def _close() -> None:
    table, _keys = st.session_state["customer_rows"]
    st.session_state[table] = {"selection": {"rows": [], "columns": [], "cells": []}}
    st.session_state["customer"] = None
    address_is_behind("customer")
