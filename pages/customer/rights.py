"""What a customer may ask for under the law on personal information: everything known of him as a file, and to be erased."""

from __future__ import annotations

from datetime import datetime

import streamlit as st

from pages.customer.picks import CUSTOMER, Look
from pages.customer.take import draw_take_along
from pages.shared.downloads import XLSX, offer
from pages.shared.house import current_warehouse
from pages.shared.language import _, current_language, plain
from pages.shared.masking import picked_masking
from pages.shared.search import leave_customer
from pages.shared.seeing import may_change
from segmentation.exports.certificate import certificate_page
from segmentation.exports.csv import file_name
from segmentation.exports.person import person_workbook
from segmentation.ingest.erase.certificates import Certificate, backups_left, list_certificates
from segmentation.ingest.erase.erasing import Preview, erase_customer, preview_erasure
from segmentation.ingest.erase.words import backup_text, told_places, warnings_of
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_count, format_moment
from segmentation.measures.people.everything import read_everything
from segmentation.settings.clock import now

ERASED, ASKED = "erased_certificate", "erase_asked"  # in the session: what was done last; of whom the erasure is being looked at
WORDS = ("erase", "删除")


def draw_more(look: Look) -> None:
    """Draw the menu: the file as a table, everything known as a file, the way to erase him, and to other files."""
    lang, warehouse, view = current_language(), current_warehouse(), look.view
    is_asked = st.session_state.get(ASKED) == (view.store_id, look.customer)
    with st.popover(_("More"), key="file_more_asked" if is_asked else "file_more"):  # another one is closed, below the dialog
        draw_take_along(look)
        if picked_masking().how:
            st.caption(_("To export a person, show names again: the file would name the person."))
        else:
            name = file_name(view.store["store"], N_("Everything known"), view.as_of, lang).removesuffix(".csv") + ".xlsx"
            offer(
                _("Export this person"), lambda: person_workbook(read_everything(warehouse, view.store_id, look.customer), lang),
                name, XLSX, "export_person",
                help=_("Everything that is known of the customer in one file, names and phones included"),
            )
        if look.is_now and may_change("erasures"):
            st.button(_("Erase personal information"), key="erase_person", on_click=_ask, args=(look,))
        st.button(_("Incomplete files"), key="leave_customer", on_click=leave_customer, type="tertiary")
    if is_asked:
        st.dialog(_("Erase this person?"), width="large", on_dismiss=_leave)(_confirm)(look)


def _ask(look: Look) -> None:
    st.session_state[ASKED] = (look.view.store_id, look.customer)


def _leave() -> None:
    st.session_state.pop(ASKED, None)


def _confirm(look: Look) -> None:
    lang, warehouse = current_language(), current_warehouse()
    try:
        with st.spinner(_("Looking through everything …")):
            preview = _preview(warehouse.version, look.view.store_id, look.customer)
    except InputError as error:
        st.error(plain(error.text(lang)))
        return
    st.warning(_("It cannot be undone. Visits and money stay, as those of somebody anonymous."))
    told = told_places(preview.rows, lang)
    st.dataframe(
        {_("Where it stands"): [place for place, _rows in told], _("Rows"): [format_count(rows, lang) for _place, rows in told]},
        hide_index=True, height=220, width="stretch",
    )
    for text in warnings_of(preview, lang):
        st.caption(plain(text))
    _draw_backups([backup_text(backup, holds, lang) for backup, holds in preview.backups])
    by = st.text_input(_("Who does it"), key="erase_by", max_chars=60)
    typed = st.text_input(_("Type “erase” to confirm"), key="erase_word")
    with st.container(horizontal=True):
        if st.button(_("Erase for good"), key="erase_now", type="primary", disabled=typed.strip().lower() not in WORDS):
            _erase(look, by.strip())
        if st.button(_("Leave it"), key="erase_leave"):
            _leave()
            st.rerun()


def _preview(version: str, store_id: int, customer: str) -> Preview:
    """Look once, not with every letter that is typed."""
    key = ("erase_preview", version, store_id, customer)
    if st.session_state.get("erase_preview", (None, None))[0] != key:
        st.session_state["erase_preview"] = (key, preview_erasure(current_warehouse(), store_id, customer))
    return st.session_state["erase_preview"][1]


def _draw_backups(lines: list[str]) -> None:
    if lines:
        st.markdown(_("These backups hold the person. Delete them:"))
        for line in lines:
            st.caption(plain(line))


def _erase(look: Look, by: str) -> None:
    try:
        with st.spinner(_("Erasing, and rewriting the warehouse …")):
            done = erase_customer(current_warehouse(), look.view.store_id, look.customer, now(), by)
    except InputError as error:
        st.error(plain(error.text(current_language())))
        return
    for name in (ASKED, CUSTOMER, "erase_preview", "file_done"):
        st.session_state.pop(name, None)
    st.query_params.pop(CUSTOMER, None)
    st.session_state[ERASED] = done.number
    st.rerun()


def draw_erased(look: Look) -> None:
    """Draw the certificate of who was erased last, with the backups that still hold him."""
    for each in list_certificates(current_warehouse(), look.view.store_id):
        if each.number == st.session_state.get(ERASED):
            st.success(_("Erased. The certificate says what was done, and nothing of who it was."))
            _draw_certificate(each)


def draw_certificates(look: Look) -> None:
    """Draw the certificates of those who were erased before."""
    known = list_certificates(current_warehouse(), look.view.store_id)
    others = [each for each in known if each.number != st.session_state.get(ERASED)]
    if others:
        with st.expander(_("Erased on request"), key="erased_before"):
            for each in others:
                _draw_certificate(each)


def _draw_certificate(each: Certificate) -> None:
    lang = current_language()
    moment = format_moment(datetime.fromisoformat(each.erased_at), lang)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(plain(_("Certificate {number}, {moment}").format(number=each.number, moment=moment)))
        name = f"{each.number}.html"
        offer(
            _("Download the certificate"), lambda: certificate_page(each, lang).encode(), name, "text/html",
            f"certificate_{each.number}",
        )
    left = backups_left(current_warehouse(), each)
    if left:
        _draw_backups([path.name for path in left])
        if st.button(_("Delete these backups"), key=f"delete_backups_{each.number}"):
            for path in left:
                path.unlink(missing_ok=True)
            st.rerun()
