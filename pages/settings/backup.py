"""Copies of the warehouse: made, listed, downloaded, and put back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import streamlit as st

from pages.shared.downloads import offer
from pages.shared.house import stores
from pages.shared.language import _, _n, current_language, plain
from pages.shared.rescue import made_when
from pages.shared.uploader import speak_uploader
from segmentation.ingest.erase.certificates import list_certificates
from segmentation.ingest.erase.restoring import carried_text, restore_backup
from segmentation.ingest.incoming import format_size, keep_upload
from segmentation.ingest.reopening import read_reopened, reopened_text
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_count, format_moment
from segmentation.warehouse import Warehouse
from segmentation.warehouse.backups import BEFORE_RESTORE, BY_HAND, Backup, backup_folder, list_backups, make_backup

SMALL = 100_000_000  # bytes that a browser may be asked to download at once


def show_backups(warehouse: Warehouse) -> None:
    """Draw the button that makes a copy, the copies there are, and the way to put one back."""
    said = st.session_state.pop("backup_said", None)
    if said:
        st.success(plain(_(said[0]).format(**said[1])))
        if said[2]:
            st.info(plain(said[2]))
    st.markdown(_("A backup is one file with everything: stores, bills, customers, settings. Make one before big changes."))
    if st.button(_("Make a backup now"), key="make_backup", type="primary"):
        try:
            with st.spinner(_("Copying …")):
                made = make_backup(warehouse, BY_HAND, datetime.now())
        except InputError as error:
            st.error(plain(error.text(current_language())))
        else:
            st.success(plain(_("Saved as {file}.").format(file=made.name)))
    for number, backup in enumerate(list_backups(backup_folder(warehouse.path))):
        _show(warehouse, backup, number)
    _offer_upload(warehouse)


def _show(warehouse: Warehouse, backup: Backup, number: int) -> None:
    path = backup.path
    cells = st.columns([4, 1, 1], vertical_alignment="center")
    moment = format_moment(backup.made_at, current_language())
    before = made_when(backup)
    cells[0].markdown(f"{plain(moment)}  \n:small[:gray[{plain(f'{path.name} · {format_size(backup.size)}{before}')}]]")
    if backup.size <= SMALL:
        with cells[1]:
            offer(
                _("Download"), path.read_bytes, path.name, "application/octet-stream", f"download_backup_{number}",
                width="stretch",
            )
    if cells[2].button(_("Restore"), key=f"restore_{number}", width="stretch"):
        st.session_state["restoring"] = (str(path), path.name, False)
    _ask_where_wanted(warehouse, path)


def _offer_upload(warehouse: Warehouse) -> None:
    with st.expander(_("Restore from a backup file on this computer"), key="restore_upload"):
        turn = st.session_state.get("backup_round", 0)
        speak_uploader(_("Choose a file"), _("or drop it here"))
        file = st.file_uploader(_("Backup file (.duckdb)"), key=f"backup_file_{turn}", type=["duckdb"])
        if file is not None and st.button(_("Restore this file"), key="restore_file"):
            path = keep_upload(file, file.name, warehouse.work_dir / "uploads")
            st.session_state["restoring"] = (str(path), file.name, True)
            st.session_state["backup_round"] = turn + 1
            st.session_state["restore_upload_path"] = path
            st.rerun()
    if path := st.session_state.get("restore_upload_path"):
        _ask_where_wanted(warehouse, path)


# --- putting one back ------------------------------------------------------------------------------------------------


def _ask_where_wanted(warehouse: Warehouse, path: Path) -> None:
    wanted = st.session_state.get("restoring")
    if wanted and wanted[0] == str(path):
        st.dialog(_("Put this backup back?"), on_dismiss=_forget)(_confirm)(warehouse, path, wanted[1])


def _forget() -> None:
    wanted = st.session_state.pop("restoring", None)
    if wanted and wanted[2]:
        Path(wanted[0]).unlink(missing_ok=True)
        st.session_state.pop("restore_upload_path", None)


def _confirm(warehouse: Warehouse, path: Path, name: str) -> None:
    lang = current_language()
    rows = stores()
    text = _(
        "Everything that is there now (stores: {stores}, bills: {bills}) is replaced by {file}. "
        "A backup of the present state is made first."
    )
    bills = format_count(sum(row["bills"] for row in rows), lang)
    st.warning(plain(text.format(stores=len(rows), bills=bills, file=name)))
    if erased := sum(len(list_certificates(warehouse, row["store_id"])) for row in rows):
        brought = _n(
            "{count} person was erased on request. From a backup of before that the person is erased again, by code, phone or "
            "e-mail; one known by nothing but a name comes back.",
            "{count} people were erased on request. From a backup of before that they are erased again, by code, phone or "
            "e-mail; who is known by nothing but a name comes back.", erased,
        )
        st.warning(brought.format(count=format_count(erased, lang)))
    try:
        reopened = reopened_text(read_reopened(warehouse, path), lang)
    except InputError:  # it is said once it is put back
        reopened = ""
    if reopened:
        st.warning(plain(reopened))
    if not st.button(_("Replace everything"), key="confirm_restore", type="primary"):
        return
    try:
        with st.spinner(_("Restoring …")):
            safety = make_backup(warehouse, BEFORE_RESTORE, datetime.now())
            told = carried_text(restore_backup(warehouse, path), lang)
    except InputError as error:
        known = error.code != "not_a_warehouse"
        st.error(plain(error.text(lang)) if known else _("This file is no backup of this program. Nothing was changed."))
        return
    _forget()
    said = N_("{file} was put back. The state before is kept as {safety}.")
    st.session_state["backup_said"] = (said, {"file": name, "safety": safety.name}, told)
    st.rerun()
