"""Month-end close: what a month needs, closing it, its certificate, and reopening it."""

from __future__ import annotations

from datetime import date
from typing import Any

import streamlit as st

from pages.shared.downloads import offer
from pages.shared.house import rights_here, stores
from pages.shared.language import _, _n, current_language, plain
from segmentation.exports.closing import reopened_text
from segmentation.ingest.books import LONGEST, Closing, list_closings, reopen_month
from segmentation.language.errors import InputError
from segmentation.language.i18n import format_count, format_moment, format_month
from segmentation.measures.books.certificate import CannotClose, certificate_file, close_month, reopening
from segmentation.measures.books.checks import GOOD, LABELS, OPEN, STATES, Check, check_text, read_checks
from segmentation.measures.books.month import read_book
from segmentation.measures.books.verify import LATER, OTHER, holds, part_text, verify
from segmentation.measures.movement.month_ends import month_end
from segmentation.reports import closing_sheet
from segmentation.settings.clock import now
from segmentation.warehouse import Warehouse

SHOWN = 36  # months that can be picked, the newest
SIGNS = {GOOD: "✓", OPEN: "?"}
MISSING_SIGN = "✗"


def draw_close(warehouse: Warehouse) -> None:
    """Draw the month that is picked: closed with its certificate, or open with what it needs."""
    known = {row["store_id"]: row for row in stores() if row["last_date"]}
    if not known:
        st.info(_("There is nothing to close yet: upload bills first."))
        return
    say_done()
    left, right = st.columns(2)
    names = {store: plain(row["store"]) for store, row in known.items()}
    store_id = left.selectbox(_("Store"), list(known), format_func=names.get, key="close_store")
    closings = list_closings(warehouse, store_id)
    closed = {each.month: each for each in reversed(closings) if each.is_closed}
    months = months_of(known[store_id])
    lang = current_language()
    states = {month: _("closed") if month in closed else _("open") for month in months}
    named = {month: f"{format_month(month, lang)} · {state}" for month, state in states.items()}
    picked = st.session_state.get("close_picked")
    start = next((place for place, month in enumerate(months) if month_end(month) <= known[store_id]["last_date"]), 0)
    month = right.selectbox(  # another box once a month is closed or reopened: a browser keeps the labels of the old one
        _("Month"), months, index=months.index(picked) if picked in months else start, format_func=named.get,
        key=f"close_month_{store_id}_{len(closings)}_{len(closed)}",
    )
    st.session_state["close_picked"] = month
    text = _n("{count} month of this store is closed.", "{count} months of this store are closed.", len(closed))
    said = text.format(count=format_count(len(closed), lang)) if closed else _("No month of this store is closed yet.")
    st.markdown(f"**{said}**")
    if month in closed:
        _show_closed(warehouse, closed[month], known[store_id]["store"])
    else:
        _show_open(warehouse, store_id, month)
    for each in closings:
        if each.month == month and not each.is_closed:
            st.caption(plain(reopened_text(reopening(each), lang)))


def months_of(store: dict[str, Any]) -> list[date]:
    """Return the first days of the months from the first bill of a store to its last, the newest first."""
    month, found = store["last_date"].replace(day=1), []
    while month >= store["first_date"].replace(day=1) and len(found) < SHOWN:
        found.append(month)
        month = date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)
    return found


def _show_open(warehouse: Warehouse, store_id: int, month: date) -> None:
    checks = read_checks(warehouse, read_book(warehouse, store_id, month))
    accepted = [check.key for check in checks if _show_check(check, f"{store_id}_{month}")]
    by = st.text_input(
        _("Who closes it"), value=rights_here().account, key="close_by", max_chars=LONGEST,
        help=_("The name stands on the certificate."), disabled=bool(rights_here().account),
    )
    st.caption(_(
        "A closed month refuses whatever would change it: imports, undo, edits. It can be reopened with a reason, which is kept."
    ))
    lacks = any(check.state not in (GOOD, OPEN) for check in checks)
    text = _("Close {month}").format(month=format_month(month, current_language()))
    if st.button(text, key="close_button", type="primary", disabled=lacks):
        try:
            close_month(warehouse, store_id, month, by, now(), accepted)
        except CannotClose:
            st.error(_("Not closed: tick what is open above, if you accept it."))
            return
        except InputError as error:
            st.error(plain(error.text(current_language())))
            return
        st.session_state["close_done"] = "closed"
        st.rerun()


def _show_check(check: Check, key: str) -> bool:
    """Draw a check, and where it is open the box that accepts it; return whether it is accepted."""
    head = f"{SIGNS.get(check.state, MISSING_SIGN)} **{_(LABELS[check.key])}** · {_(STATES[check.state])}"
    st.markdown(f"{head}  \n{plain(check_text(check, current_language()))}")
    return check.state == OPEN and st.checkbox(_("Seen and accepted"), key=f"accept_{check.key}_{key}")


def _show_closed(warehouse: Warehouse, closing: Closing, store: str) -> None:
    lang = current_language()
    text = _("Closed by {name} on {moment}.").format(
        name=closing.closed_by, moment=format_moment(closing.closed_at, lang)
    )
    st.markdown(plain(text))
    parts = verify(warehouse, closing.store_id, closing)
    if holds(parts):
        st.success(_("The warehouse says what the certificate says."))
        if later := [part for part in parts if part.state == LATER]:
            st.info("  \n".join(plain(part_text(part, lang)) for part in later))
    else:
        st.error("  \n".join(plain(part_text(part, lang)) for part in parts if part.state == OTHER))
    st.caption(plain(_("SHA-256 of the certificate: {hash}").format(hash=closing.sha256)))
    name = f"{store}_{closing.month:%Y-%m}"
    with st.container(horizontal=True, gap="small"):
        offer(
            _("Certificate to print"), lambda: closing_sheet(warehouse, closing, lang), f"{name}.html", "text/html",
            "close_print",
        )
        offer(
            _("Certificate as a file"), lambda: certificate_file(warehouse, closing), f"{name}.json", "application/json",
            "close_file",
        )
    _offer_reopening(warehouse, closing)


def _offer_reopening(warehouse: Warehouse, closing: Closing) -> None:
    with st.expander(_("Reopen this month"), key="reopen_part"):
        account = rights_here().account
        by = st.text_input(_("Who reopens it"), value=account, key="reopen_by", max_chars=LONGEST, disabled=bool(account))
        why = st.text_input(_("Why"), key="reopen_why", max_chars=LONGEST)
        if st.button(_("Reopen"), key="reopen_button"):
            try:
                reopen_month(warehouse, closing.store_id, closing.month, by, why, now())
            except InputError as error:
                st.error(plain(error.text(current_language())))
                return
            st.session_state["close_done"] = "reopened"
            st.rerun()


def say_done() -> None:
    """Say once what the last click did."""
    done = st.session_state.pop("close_done", None)
    if done == "closed":
        st.success(_("Closed. The certificate can be printed and kept below."))
    elif done == "reopened":
        st.info(_("Reopened. Close the month again when it is corrected; the new certificate tells of this."))
