"""What stands in place of every page where the warehouse cannot be opened or read: what is wrong, and the last good backup."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from pages.shared.failures import DAMAGED, in_words, keep_for_page, log, offer_again, say_what_failed
from pages.shared.house import current_warehouse, rights_here
from pages.shared.language import _, current_language, plain
from pages.shared.opening import database_path, opened_warehouse, page_times, replace_warehouse
from pages.shared.wording import settle_words
from segmentation.ingest.incoming import format_size
from segmentation.language.errors import InputError, WarehouseDamaged
from segmentation.language.i18n import N_, format_count, format_day, format_moment, listed
from segmentation.warehouse.backups import Backup, Content, backup_folder, inspect_backup, last_good_backup, list_backups
from segmentation.warehouse.rights import OWNER

START = "overview"  # has no address of its own
ASKING = "rescuing"  # in the session: the backup that is to be confirmed
RESTORABLE = ("damaged_warehouse", "not_a_warehouse")
HEADINGS = {
    "warehouse_busy": N_("The data is open elsewhere"),
    "damaged_warehouse": N_("The data is damaged"),
    "newer_warehouse": N_("The program is older than the data"),
}


def run_page(page: StreamlitPage) -> None:
    """Run the page, or show the rescue page in its place; what fails on it is said in a sentence."""
    try:
        current_warehouse()
    except (InputError, OSError) as error:
        log.exception("the warehouse cannot be opened")
        _show(in_words(error))
        return
    if error := st.session_state.get(DAMAGED):
        _show(error)
        return
    _say_upgraded()
    _say_restored()
    failed_before = say_what_failed()
    try:
        settle_words(page.url_path or START)
        with page_times(str(database_path())).timing(page.url_path or START):
            page.run()
    except (InputError, OSError) as error:
        said = in_words(error)
        if failed_before and not isinstance(said, WarehouseDamaged):  # it was not the click: the page itself cannot be drawn
            log.exception("a page cannot be drawn")
            if failed_before != said.code:  # else it stands on top already
                st.error(plain(said.text(current_language())))
            offer_again()
            return
        keep_for_page(said)
        st.rerun()


def _show(error: InputError) -> None:
    st.title(_(HEADINGS.get(error.code, N_("The data cannot be opened"))), anchor=False)
    with st.container(width=760):
        st.error(plain(error.text(current_language())))
        st.caption(_("Where it is"))
        st.code(str(database_path()), language=None, wrap_lines=True)
        if error.code in RESTORABLE and not database_path().is_dir():
            _offer_backups()
        if st.button(_("Try again"), key="open_again"):
            st.session_state.pop(DAMAGED, None)
            st.rerun()


def _offer_backups() -> None:
    """Draw the last good backup with what is in it, and the older ones."""
    folder = backup_folder(database_path())
    good = last_good_backup(folder)
    if good is None:
        text = _(
            "There is no backup in {folder}. Where you have one, copy it there and try again. Without one, move the file above "
            "to another place and try again: the app begins anew, and your files can be imported again."
        )
        st.markdown(plain(text.format(folder=folder)))
        return
    backup, content = good
    with st.container(border=True):
        st.subheader(_("The last good backup"), anchor=False)
        st.markdown(f"**{plain(format_moment(backup.made_at, current_language()))}**  \n{plain(_told(content))}")
        st.caption(plain(f"{backup.path.name} · {format_size(backup.size)}"))
        if st.button(_("Put this backup back"), key="rescue", type="primary"):
            st.session_state[ASKING] = backup.path
        st.caption(_("What was imported after it has to be imported again. The damaged file is kept."))
    older = [each for each in list_backups(folder) if each.path != backup.path]
    if older:
        with st.expander(_("Other backups"), key="rescue_others"):
            for number, each in enumerate(older):
                _draw_other(each, number)
    if wanted := st.session_state.get(ASKING):
        st.dialog(_("Put this backup back?"), on_dismiss=_forget)(_confirm)(wanted)


def _draw_other(backup: Backup, number: int) -> None:
    words, button = st.columns([4, 1.4], vertical_alignment="center")
    before = made_when(backup)
    moment = format_moment(backup.made_at, current_language())
    words.markdown(f"{plain(moment)}  \n:small[:gray[{plain(f'{backup.path.name} · {format_size(backup.size)}{before}')}]]")
    if button.button(_("Put back"), key=f"rescue_{number}", width="stretch"):
        st.session_state[ASKING] = backup.path


def made_when(backup: Backup) -> str:
    """Return what a copy was made before, to stand behind its name; "" for one that was made by hand."""
    if backup.is_before_restore:
        return " · " + _("made before a restore")
    return " · " + _("made before an upgrade") if backup.is_before_upgrade else ""


def _told(content: Content) -> str:
    """Return what is in a backup in one line."""
    lang = current_language()
    if not content.stores:
        return _("It is empty: no store, no bills.")
    names = listed(content.stores[:3], lang) + (" …" if len(content.stores) > 3 else "")
    if content.last_day is None:
        return _("{stores}; no bills").format(stores=names)
    return _("{stores}; bills: {bills}, the last of {day}").format(
        stores=names, bills=format_count(content.bills, lang), day=format_day(content.last_day, lang)
    )


def _forget() -> None:
    st.session_state.pop(ASKING, None)


def _confirm(backup: Path) -> None:
    lang = current_language()
    try:
        st.markdown(f"**{plain(backup.name)}**  \n{plain(_told(inspect_backup(backup)))}")
    except InputError as error:
        st.error(plain(error.text(lang)))
        return
    st.markdown(_(
        "It takes the place of the file that cannot be read. That one is not deleted: it stays beside it under a new name."
    ))
    st.caption(_("Whoever was erased on request after this backup was made is in it again: erase again after putting it back."))
    if not st.button(_("Put it back"), key="confirm_rescue", type="primary"):
        return
    try:
        with st.spinner(_("Restoring …")):
            kept = replace_warehouse(backup)
    except (InputError, OSError) as error:
        log.exception("the backup was not put back")
        st.error(plain(in_words(error).text(lang)))
        return
    for name in (ASKING, DAMAGED, "tray"):
        st.session_state.pop(name, None)
    st.session_state["rescued"] = (backup.name, kept)
    st.rerun()


def _say_upgraded() -> None:
    """Say to the owner, once in a session, if this start brought the data up to newer tables, where the state before is."""
    opened = opened_warehouse() if rights_here().role == OWNER else None
    kept = opened and opened.kept_before_upgrade
    if kept and not st.session_state.get("said_upgraded"):
        st.session_state["said_upgraded"] = True
        text = _("The data was brought up to this version. The state before is kept as {path}.")
        st.success(plain(text.format(path=kept)))


def _say_restored() -> None:
    rescued = st.session_state.pop("rescued", None)
    if rescued is None:
        return
    text = _("{file} was put back.") if rescued[1] is None else _("{file} was put back. The damaged file is kept as {kept}.")
    st.success(plain(text.format(file=rescued[0], kept=rescued[1])))
