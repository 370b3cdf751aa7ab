"""Every import so far, newest first, each to be taken back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import streamlit as st

from pages.shared.follow_up import follow_with_bar, say_followed
from pages.shared.language import _, _n, current_language, plain
from pages.upload.rejects import offer_rejects
from pages.upload.tray import Tray
from segmentation.ingest.balance import say_money
from segmentation.ingest.batches import batch_name, list_batches
from segmentation.ingest.kinds.registry import kind_of
from segmentation.ingest.land import undo
from segmentation.ingest.report import say
from segmentation.language.errors import InputError
from segmentation.language.i18n import format_count, format_moment, format_money
from segmentation.warehouse import Warehouse

SHOWN = 10
WIDTHS = [2.6, 1.9, 2.1, 1.5, 1.7, 1.0]


def batches(warehouse: Warehouse) -> list[dict[str, Any]]:
    """Return every import, newest first, read once a version of the warehouse."""
    return _batches(warehouse.version, warehouse)


@st.cache_resource(show_spinner=False, max_entries=4)
def _batches(version: str, _house: Warehouse) -> list[dict[str, Any]]:
    return list_batches(_house)


def show_history(tray: Tray) -> None:
    """Draw the list with its buttons; nothing where nothing was imported yet."""
    rows = batches(tray.warehouse)
    if tray.undone is not None:
        note = _("Import {batch} ({file}) was taken back. To have it again, upload the file again.")
        if tray.undone.get("edit"):  # no file of anybody's
            note = _("{file} was taken back (import {batch}).")
        st.success(plain(note.format(batch=tray.undone["batch"], file=batch_name(tray.undone, current_language()))))
        say_followed(tray.kept)
    if not rows:
        return
    st.subheader(_("Imports so far"), anchor=False)
    heads = st.columns(WIDTHS)
    for cell, head in zip(heads, [_("File"), _("Store"), _("Rows"), _("Amount")], strict=False):
        cell.caption(head)
    shown = st.session_state.get("history_shown", SHOWN)
    for row in rows[:shown]:
        _show_batch(tray, row)
    more = _("Show {count} more").format(count=len(rows) - shown)
    if len(rows) > shown and st.button(more, key="history_more", type="tertiary"):
        st.session_state["history_shown"] = len(rows)
        st.rerun()


def _show_batch(tray: Tray, row: dict[str, Any]) -> None:
    lang = current_language()
    undone = row["undone_at"] is not None
    cells = st.columns(WIDTHS, vertical_alignment="center")
    counts = _("of {rows}").format(rows=format_count(row["rows"], lang))
    if row["rejected"]:
        counts += _(", ") + _("not understood: {count}").format(count=format_count(row["rejected"], lang))
    said = [
        (batch_name(row, lang), f"{_('import {batch}').format(batch=row['batch'])} · {_(kind_of(row['kind']).label)}"),
        (row["store"], format_moment(row["landed_at"], lang)),
        (_("{count} taken").format(count=format_count(row["accepted"], lang)), counts),
        (format_money(Decimal(row["amount"]), lang) if kind_of(row["kind"]).has_amount else "–", ""),
    ]
    helps = [None, None, None, plain(say_money([row], lang)) or None]
    for cell, (main, note), told in zip(cells, said, helps, strict=False):
        text = f":gray[{plain(main)}]" if undone else plain(main)
        cell.markdown(f"{text}  \n:small[:gray[{plain(note)}]]" if note else text, help=told)
    if undone:
        cells[5].badge(_("taken back"), color="gray")
        return
    if row["rejected"]:
        with cells[4]:
            offer_rejects(tray.warehouse, row, key=f"rejects_{row['batch']}", label=_("Not understood"))
    if cells[5].button(_("Undo"), key=f"undo_{row['batch']}", width="stretch"):
        tray.undoing = row["batch"]
    if tray.undoing == row["batch"]:
        st.dialog(_("Take this import back?"), on_dismiss=lambda: _forget(tray))(_confirm_undo)(tray, row)


def _forget(tray: Tray) -> None:
    tray.undoing = None


def _confirm_undo(tray: Tray, row: dict[str, Any]) -> None:
    lang = current_language()
    what = _("{file}, imported on {moment} into {store}.").format(
        file=batch_name(row, lang), moment=format_moment(row["landed_at"], lang), store=row["store"]
    )
    st.markdown(plain(what))
    gone = say(kind_of(row["kind"]).words.undone, [row], lang)
    back = _n("The {count} bill that it replaced comes back.", "The {count} bills that it replaced come back.", row["replaced"])
    back = back.format(count=format_count(row["replaced"], lang))
    keep = _("Imports before and after it stay. The file can be uploaded again at any time.")
    if row.get("edit"):
        keep = _("Imports and edits before and after it stay.")
    st.markdown("\n".join(f"- {plain(line)}" for line in [gone, *([back] if row["replaced"] else []), keep]))
    yes, no = st.columns(2)
    if yes.button(_("Take it back"), key="confirm_undo", type="primary", width="stretch"):
        try:
            with st.spinner(_("Taking the import back …")):
                undone = undo(tray.warehouse, row["batch"], landed_at=row["landed_at"])
        except InputError as error:
            st.error(plain(error.text(lang)))
            return
        tray.forget_report()
        tray.undone, tray.undoing = undone, None
        tray.kept = follow_with_bar(tray.warehouse, row["store_id"])
        st.rerun()
    if no.button(_("Keep it"), key="keep_batch", width="stretch"):
        tray.undoing = None
        st.rerun()
