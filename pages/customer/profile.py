"""The fields of the file: what each says, where it is from and since when; edited in place, and taken back from there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import streamlit as st

from pages.customer.picks import Look
from pages.shared.editing import say_error
from pages.shared.heads import draw_head
from pages.shared.house import current_warehouse, reading_of
from pages.shared.language import Markdown, _, current_language, plain
from pages.shared.seeing import may_change
from segmentation.exports.file_parts import escaped
from segmentation.ingest.edit import LONGEST, edit_profiles, read_fields
from segmentation.ingest.land import undo
from segmentation.language.errors import InputError
from segmentation.language.lunar import LUNAR, birthday_text, is_lunar
from segmentation.measures.managers.register import read_managers
from segmentation.measures.movement.follow_up import follow_up
from segmentation.measures.people.profile import LABELS, field_text, source_text
from segmentation.settings.modules import read_modules

OPEN = "file_edits"  # in the session: the store and the customer whose fields are being edited


def draw_profile(look: Look) -> None:
    """Draw the fields with where each is from, or the form that edits them."""
    edits = _edits(look)
    with st.container(border=True, key="file_profile"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            draw_head(_("Profile"))
            if look.is_now and not edits and may_change("profile_rows"):
                st.button(_("Edit"), key="file_edit", type="tertiary", on_click=_open, args=(look,))
        if edits:
            _draw_form(look)
        else:
            st.html(f'<table class="file-fields">{"".join(_rows(look))}</table>')
        if not look.is_now:
            st.caption(_("As known then. Look at the last day with a bill to edit."))


def _edits(look: Look) -> bool:
    """Whether the form of the customer is open."""
    return look.is_now and may_change("profile_rows") and st.session_state.get(OPEN) == (look.view.store_id, look.customer)


def _rows(look: Look) -> Iterator[str]:
    lang, missing, hidden = current_language(), look.found.completeness.missing, look.found.completeness.hidden
    for field, known in look.found.fields.items():
        text = field_text(known, lang)
        if not text and field not in (*missing, *hidden) and known.source is None:
            continue
        nothing = f'<span class="missing">{escaped(_("not filled in"))}</span>' if field in missing else "–"
        told = escaped(text or _("hidden from your account")) if text or field in hidden else nothing
        source = escaped(source_text(known, lang))
        yield f'<tr><td>{escaped(_(LABELS[field]))}</td><td>{told}</td><td class="source" title="{source}">{source}</td></tr>'


def _open(look: Look) -> None:
    st.session_state[OPEN] = (look.view.store_id, look.customer)


def _close() -> None:
    st.session_state[OPEN] = None


def _present(look: Look) -> dict[str, str | None]:
    """Return what the fields say now, as they are kept."""
    warehouse = current_warehouse()
    return reading_of(look.view, f"fields {look.customer}", lambda: read_fields(warehouse, look.view.store_id, look.customer))


def _draw_form(look: Look) -> None:
    present, key = _present(look), f"{look.view.store_id}_{look.customer}_{current_warehouse().version}"
    with st.form(f"file_form_{key}", border=False):
        for field, label in LABELS.items():
            _draw_field(look, field, _(label), present, f"file_{field}_{key}")
        with st.container(horizontal=True):
            st.form_submit_button(_("Save"), key="file_save", type="primary", on_click=_save, args=(look, present, key))
            st.form_submit_button(_("Leave it"), key="file_leave", on_click=_close)
        say_error()  # where one has just pressed


def _draw_field(look: Look, field: str, label: Markdown, present: dict[str, str | None], key: str) -> None:
    held, warehouse = present[field] or "", current_warehouse()
    if field == "note":
        st.text_area(label, held, key=key, max_chars=LONGEST, height=80)
    elif field == "birthday":
        kept = held.removeprefix(LUNAR)
        st.text_input(label, kept.replace("--", ""), key=key, max_chars=40, help=_("1980-05-01 or 05-01"))
        st.checkbox(_("Lunar birthday"), is_lunar(held), key=f"{key}_lunar")
    elif field in ("module", "manager"):
        known = _modules(look) if field == "module" else [
            each.name for each in read_managers(warehouse, look.view.store_id, look.view.as_of).managers
        ]
        st.selectbox(
            label, list(dict.fromkeys(filter(None, [held, *known]))), 0 if held else None, key=key, accept_new_options=True,
            placeholder=_("Choose, or type another"),
        )
    else:
        st.text_input(label, held, key=key, max_chars=LONGEST)


def _modules(look: Look) -> list[str]:
    """Return what the store's modules are called, without the one of those who have none."""
    *known, _none = read_modules(current_warehouse(), look.view.store_id)
    return [each.name[current_language()] for each in known]


def _typed(present: dict[str, str | None], key: str) -> dict[str, str]:
    """Return the fields that the form holds otherwise than they are kept."""
    state, typed = st.session_state, {}
    for field in LABELS:
        text = (state.get(f"file_{field}_{key}") or "").strip()
        if field == "birthday" and text and state.get(f"file_{field}_{key}_lunar") and not is_lunar(text):
            text = f"{LUNAR}{text}"
        held = present[field] or ""
        if text != (held.replace("--", "") if field == "birthday" else held):
            typed[field] = text
    return typed


def _save(look: Look, present: dict[str, str | None], key: str) -> None:
    """Write what was changed as one edit, in a callback."""
    typed, lang = _typed(present, key), current_language()
    seen = {look.customer: {field: present[field] for field in typed}}
    try:
        batch = edit_profiles(current_warehouse(), look.view.store_id, {look.customer: typed}, look.on, seen, look.on)
    except InputError as error:
        st.session_state["edit_error"] = error
        return
    _close()
    if batch is None:
        return
    told = [
        _("{field} was {before}").format(field=_(LABELS[field]), before=_before(field, present[field], lang)) for field in typed
    ]
    keep_done(look, batch, _("Changed: {fields}.").format(fields=_("; ").join(told)))


def _before(field: str, text: str | None, lang: str) -> str:
    return (birthday_text(text, lang) if field == "birthday" else text) or _("empty")


def keep_done(look: Look, batch: int, said: str) -> None:
    """Note, in a callback, what was just written of the customer, so that it can be said and taken back."""
    st.session_state["file_done"] = {
        "store_id": look.view.store_id, "customer": look.customer, "batch": batch, "said": said, "undone": False,
    }


def draw_done(look: Look) -> None:
    """Say what was written last of this customer, with the button that takes it back, or why it could not be written."""
    if not _edits(look):
        say_error()
    done = st.session_state.get("file_done")
    if done is None or (done["store_id"], done["customer"]) != (look.view.store_id, look.customer):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="file_done_note"):
        st.success(_("Taken back.") if done["undone"] else plain(done["said"]))
        if not done["undone"]:
            st.button(_("Undo"), key="undo_file", on_click=_undo, args=(done,))


def _undo(done: dict[str, Any]) -> None:
    try:
        undo(current_warehouse(), done["batch"])
        follow_up(current_warehouse(), done["store_id"])
    except InputError as error:
        st.session_state["edit_error"] = error
        return
    done["undone"] = True
