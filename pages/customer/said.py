"""What was said: what is agreed and still open, the log of contacts, and a new line in it."""

from __future__ import annotations

import streamlit as st

from pages.customer.picks import Look
from pages.customer.profile import keep_done
from pages.shared.heads import draw_head
from pages.shared.house import current_warehouse
from pages.shared.language import _, _n, current_language, plain
from pages.shared.view import LATEST
from segmentation.exports.file_parts import escaped
from segmentation.fields import CONTACT_CHANNELS, CONTACT_OUTCOMES
from segmentation.ingest.contacts import record_contact
from segmentation.ingest.edit import LONGEST
from segmentation.language.errors import InputError
from segmentation.language.i18n import format_count
from segmentation.measures.people.file import CustomerFile
from segmentation.measures.people.file_words import contact_text, promise_row, promise_text

SHOWN = 3


def draw_promise(found: CustomerFile) -> None:
    """Draw what was agreed and how it stands, with the note of the contact in which it was."""
    if said := promise_text(found, current_language()):
        with st.container(border=True, key="file_promise"):
            draw_head(_("Agreed"))
            st.markdown(plain(said))
            if (last := promise_row(found)) and last["note"]:
                st.caption(plain(last["note"]))


def draw_contacts(found: CustomerFile) -> None:
    """Draw the latest contacts, and the others behind a line that says how many they are."""
    rows, lang = found.contacts.to_pylist(), current_language()
    shown = SHOWN if promise_row(found) is None else SHOWN - 1  # what is agreed stands above
    with st.container(border=True, key="file_contacts"):
        draw_head(_("Contact log"))
        if not rows:
            st.caption(_("No contact yet."))
            return
        st.html("".join(_line(row, lang) for row in rows[:shown]))
        if (more := len(rows) - shown) > 0:
            text = _n("{count} earlier contact", "{count} earlier contacts", more)
            with st.expander(text.format(count=format_count(more, lang))):
                st.html("".join(_line(row, lang) for row in rows[shown:]))


def _line(row: dict, lang: str) -> str:
    note = f'<br><span class="quiet">{escaped(row["note"])}</span>' if row["note"] else ""
    return f'<div class="file-line">{escaped(contact_text(row, lang))}{note}</div>'


def draw_log(look: Look) -> None:
    """Draw the button that opens a new line of the log: how, what came of it, the next date, a note."""
    key = f"{look.view.store_id}_{look.customer}_{current_warehouse().version}"
    with st.popover(_("Log a contact"), key="file_log"):
        channels, outcomes = ({key: _(text) for key, text in words.items()} for words in (CONTACT_CHANNELS, CONTACT_OUTCOMES))
        st.segmented_control(
            _("How contacted"), list(channels), format_func=channels.get, default="call", key=f"log_channel_{key}", required=True
        )
        st.selectbox(_("Outcome of contact"), list(outcomes), format_func=outcomes.get, key=f"log_outcome_{key}", index=2)
        st.date_input(_("Next date"), None, look.on, LATEST, key=f"log_next_{key}", format="YYYY-MM-DD")
        st.text_input(_("Note"), key=f"log_note_{key}", max_chars=LONGEST)
        st.button(_("Save"), key="log_save", type="primary", on_click=_log, args=(look, key))


def _log(look: Look, key: str) -> None:
    """Write the line, in a callback."""
    state = st.session_state
    channel, outcome = state[f"log_channel_{key}"], state[f"log_outcome_{key}"]
    try:
        batch = record_contact(
            current_warehouse(), look.view.store_id, look.customer, channel, outcome, look.on, state[f"log_next_{key}"],
            state[f"log_note_{key}"], look.found.fields["manager"].text,
        )
    except InputError as error:
        state["edit_error"] = error
        return
    keep_done(look, batch, _("Logged: {outcome}.").format(outcome=_(CONTACT_OUTCOMES[outcome])))
