"""Finding a customer, and whose file to complete first: what the page shows before anybody is chosen."""

from __future__ import annotations

import pyarrow as pa
import streamlit as st

from pages.customer.pairs import draw_pairs
from pages.customer.picks import CUSTOMER, Look
from pages.customer.rights import draw_certificates, draw_erased
from pages.shared.address import asked_for, show_in_address
from pages.shared.behind import open_chosen, row_chosen
from pages.shared.downloads import draw_download
from pages.shared.heads import draw_answer, draw_head
from pages.shared.house import current_warehouse, reading_of, scheme, settings_of
from pages.shared.language import _, current_language, plain
from pages.shared.search import ASKED, FIND, search_box
from pages.shared.seeing import may_set, sees_own
from pages.shared.tables import draw_table
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, format_count
from segmentation.measures.people.complete import (
    Incomplete,
    finding_incomplete,
    hidden_text,
    missing_text,
    read_incomplete,
    share_text,
)
from segmentation.measures.people.find import Found, find_customers, finding_found
from segmentation.measures.people.profile import LABELS
from segmentation.settings.asked_fields import ASKABLE, asked_fields, save_asked_fields

HITS = ("name", "phone", "module", "region", "last_visit", "customer")
COLUMNS = ("name", "contribution", "last_visit", "missing", "filled", "asked", "phone", "module", "manager")


def draw_search_page(look: Look) -> None:
    """Draw the search with whom it finds, whose file to complete first, and what the house asks for."""
    if look.customer is None and (asked := asked_for(FIND)):
        st.session_state[FIND] = asked
    draw_erased(look)
    text = st.session_state.get(FIND) or ""
    show_in_address(FIND, text or None)
    search_box()
    if text:
        _draw_found(look, find_customers(current_warehouse(), look.view.store_id, text))
    found = _incomplete(look)
    if not text and look.customer is None:
        draw_answer(finding_incomplete(found, scheme(), current_language(), of_one=sees_own()))
    if not text:
        draw_pairs(look)
    _draw_incomplete(look, found)
    _draw_asked(look)
    draw_certificates(look)


def _draw_found(look: Look, found: Found) -> None:
    customers = found.rows["customer"].to_pylist()
    if st.session_state.pop(ASKED, False) and len(customers) == 1:
        st.session_state[CUSTOMER] = customers[0]
        st.rerun()
    draw_answer(finding_found(found, current_language()))
    if customers:
        key = f"found_{current_warehouse().version}_{found.text}"
        draw_table(
            found.rows, HITS, key, 10, opens="customer", on_select=lambda: row_chosen(key, customers), selection_mode="single-row"
        )
        st.caption(_("{count} found; click a row for the file").format(
            count=format_count(found.customers, current_language())
        ))
        open_chosen(look.view, customers)


def _incomplete(look: Look) -> Incomplete:
    warehouse, own, view, settings = current_warehouse(), scheme(), look.view, settings_of(look.view)
    with st.spinner(_("Grading the customers …")):
        return reading_of(view, f"incomplete {look.on}", lambda: read_incomplete(
            warehouse, view.store_id, own, view.as_of, look.on, settings
        ))


def _draw_incomplete(look: Look, found: Incomplete) -> None:
    lang, view = current_language(), look.view
    grade = scheme().tier(found.tier).label[lang]
    share = _("{share} of what is asked for is filled in").format(share=share_text(found.share, lang))
    text = _("{customers} of your {all} in {grade}") if sees_own() else _("{customers} of {all} in {grade}")
    draw_head(
        _("Complete these first"), text.format(
            customers=format_count(found.rows.num_rows, lang), all=format_count(found.customers, lang), grade=grade
        ), share, *filter(None, [hidden_text(found.hidden, lang)]), hint=_("click a row for the file"),
    )
    if not found.rows.num_rows:
        return
    texts = pa.array([missing_text(each, lang) for each in found.rows["missing"].to_pylist()], pa.string())
    rows = found.rows.set_column(found.rows.column_names.index("missing"), "missing", texts)
    key, customers = f"incomplete_{current_warehouse().version}_{rows.num_rows}", rows["customer"].to_pylist()
    draw_table(
        rows, COLUMNS, key, 12, opens="customer", on_select=lambda: row_chosen(key, customers), selection_mode="single-row"
    )
    open_chosen(view, customers)
    draw_download(
        lambda: rows.select(["customer", *COLUMNS]), N_("Incomplete files"), view, "incomplete", named=True, totals=False,
        notes=(share,),
    )


def _draw_asked(look: Look) -> None:
    """Draw what the house asks for, to be changed by whom it is for."""
    if not may_set():
        return
    store_id, names = look.view.store_id, {field: _(LABELS[field]) for field in ASKABLE}
    asked = asked_fields(current_warehouse(), store_id)
    with st.expander(_("What the house asks for"), key="file_asked"):
        st.multiselect(
            _("Fields that a complete file has"), ASKABLE, asked, format_func=names.get, key=f"asked_fields_{store_id}",
        )
        st.button(_("Save"), key="save_asked", on_click=_save_asked, args=(store_id,))
        if error := st.session_state.pop("asked_error", None):
            st.error(plain(error.text(current_language())))


def _save_asked(store_id: int) -> None:
    try:
        save_asked_fields(current_warehouse(), store_id, st.session_state[f"asked_fields_{store_id}"])
    except InputError as error:
        st.session_state["asked_error"] = error
