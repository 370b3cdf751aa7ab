"""The stores: what stands in each, another name, its earliest day and hour, gone for good; and the names of walk-ins."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.settings.day_begins import set_day_begins
from pages.settings.store_trade import pick_trade
from pages.shared.address import address_is_behind, show_in_address
from pages.shared.house import stores
from pages.shared.language import _, current_language, plain
from pages.shared.view import looked_at
from segmentation.ingest.day_limits import OLDEST, earliest_day, save_earliest_day
from segmentation.ingest.stores import WalkInChange, change_walk_in_names, delete_store, rename_store
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_, count_bills, count_customers, format_count, format_day, format_money
from segmentation.language.text import one_line
from segmentation.settings.clock import today
from segmentation.settings.kept import WALK_IN_NAMES, walk_in_names
from segmentation.warehouse import Warehouse


def pick_settings_store(where: str) -> dict[str, Any]:
    """Draw the store picker of a tab and return the chosen store; all pages look at the same one."""
    known = {row["store_id"]: row for row in stores()}
    key = f"settings_store_{where}"
    st.session_state[key] = looked_at() or next(iter(known))
    st.selectbox(
        _("Store"), list(known), format_func=lambda number: known[number]["store"], key=key, width=360,
        on_change=_look_at, args=(key,),
    )
    show_in_address("store", str(st.session_state[key]))
    return known[st.session_state[key]]


def _look_at(key: str) -> None:
    st.session_state["store"] = st.session_state[key]
    address_is_behind("store")


# --- stores ----------------------------------------------------------------------------------------------------------


def show_stores(warehouse: Warehouse) -> None:
    """Draw every store with its counts and what can be done to it."""
    said = st.session_state.pop("store_said", None)
    if said:
        st.success(plain(_(said[0]).format(**said[1])))
    rows = stores()
    if not rows:
        st.info(_("There is no store yet. The first upload makes one."))
        st.page_link("pages/upload/page.py", label=_("Upload your file"))
    for row in rows:
        _show_store(warehouse, row)


def _show_store(warehouse: Warehouse, row: dict[str, Any]) -> None:
    lang = current_language()
    with st.container(border=True, key=f"store_{row['store_id']}"):
        words, rename, limit, hour, delete = st.columns([4.4, 1, 1.2, 1.4, 1], vertical_alignment="center")
        counts = _("{bills}, {amount}, {customers}").format(
            bills=count_bills(row["bills"], lang), amount=format_money(row["amount"], lang),
            customers=count_customers(row["customers"], lang),
        )
        days = f" · {format_day(row['first_date'], lang)} – {format_day(row['last_date'], lang)}" if row["first_date"] else ""
        words.markdown(f"**{plain(row['store'])}**  \n:gray[{plain(counts + days)}]")
        if rename.button(_("Rename"), key=f"rename_{row['store_id']}", width="stretch"):
            st.session_state["store_doing"] = ("rename", row["store_id"])
        if limit.button(_("Earliest day"), key=f"earliest_{row['store_id']}", width="stretch"):
            st.session_state["store_doing"] = ("earliest", row["store_id"])
        if hour.button(_("Day begins at"), key=f"day_begins_{row['store_id']}", width="stretch"):
            st.session_state["store_doing"] = ("day_begins", row["store_id"])
        if delete.button(_("Delete"), key=f"delete_{row['store_id']}", width="stretch"):
            st.session_state["store_doing"] = ("delete", row["store_id"])
        pick_trade(warehouse, row)
    doing = st.session_state.get("store_doing")
    if doing == ("rename", row["store_id"]):
        st.dialog(_("Rename the store"), on_dismiss=_forget)(_rename)(warehouse, row)
    if doing == ("earliest", row["store_id"]):
        st.dialog(_("Earliest day of the store"), on_dismiss=_forget)(_set_earliest)(warehouse, row)
    if doing == ("day_begins", row["store_id"]):
        st.dialog(_("When the day of the store begins"), on_dismiss=_forget)(set_day_begins)(warehouse, row, _done)
    if doing == ("delete", row["store_id"]):
        st.dialog(_("Delete the store for good?"), on_dismiss=_forget)(_delete)(warehouse, row)


def _forget() -> None:
    st.session_state.pop("store_doing", None)


def _rename(warehouse: Warehouse, row: dict[str, Any]) -> None:
    name = st.text_input(_("New name"), value=row["store"], key="new_store_name", max_chars=60)
    if st.button(_("Rename"), key="confirm_rename", type="primary"):
        try:
            named = rename_store(warehouse, row["store_id"], name)
        except InputError as error:
            st.error(plain(error.text(current_language())))
            return
        _done(N_("{old} is now called {new}."), old=row["store"], new=named)


def _set_earliest(warehouse: Warehouse, row: dict[str, Any]) -> None:
    st.markdown(_(
        "Bills, ratings and monthly totals before this day are not taken from files: such dates are mostly mistakes. "
        "What was imported before stays."
    ))
    saved = earliest_day(warehouse, row["store_id"])
    day = st.date_input(_("Earliest day"), saved, OLDEST, max(saved, today()), key="earliest_day", format="YYYY-MM-DD", width=240)
    if st.button(_("Save"), key="confirm_earliest", type="primary", disabled=day is None):
        save_earliest_day(warehouse, row["store_id"], day)
        _done(N_("From now on nothing before {day} is taken for {store}."), day=day.isoformat(), store=row["store"])


def _delete(warehouse: Warehouse, row: dict[str, Any]) -> None:
    lang = current_language()
    text = _(
        "All {bills}, {customers}, imports and settings of {store} are deleted. "
        "This cannot be undone; only a backup brings them back. Slides of it that were pinned to a workshop stay there."
    )
    store, bills, customers = row["store"], count_bills(row["bills"], lang), count_customers(row["customers"], lang)
    st.warning(plain(text.format(bills=bills, customers=customers, store=store)))
    typed = st.text_input(_("Type the store's name to confirm: {store}").format(store=plain(store)), key="delete_typed")
    if st.button(_("Delete for good"), key="confirm_delete", type="primary"):
        if one_line(typed) != one_line(store):
            st.error(_("The name does not match. Nothing was deleted."))
            return
        try:
            with st.spinner(_("Deleting …")):
                delete_store(warehouse, row["store_id"], row)
        except InputError as error:
            st.error(plain(error.text(lang)))
            return
        _done(N_("{old} was deleted."), old=store)


def _done(message: str, **values: str) -> None:
    st.session_state["store_said"] = (message, values)
    _forget()
    st.rerun()


# --- walk-in names ---------------------------------------------------------------------------------------------------


def show_walk_ins(warehouse: Warehouse, store: dict[str, Any]) -> None:
    """Draw the list of names that mean a walk-in, and say what a change of it did."""
    st.markdown(_("Bills under these names count as walk-ins: they are in the revenue, but are no customer."))
    key = f"walk_in_names_{store['store_id']}"
    drafts = st.session_state.setdefault("walk_in_drafts", {})
    st.session_state[key] = drafts[key] if key in drafts else "\n".join(walk_in_names(warehouse, store["store_id"]))
    st.text_area(
        _("One name per line"), key=key, height=280, width=480, on_change=lambda: drafts.update({key: st.session_state[key]}),
        help=_("A word such as 零售 or 现金 means 零售顾客, 现金客户 and the like as well, and 0 any code of noughts (0000), "
               "walk-in the same in other languages."),
    )
    with st.container(horizontal=True):
        saved = st.button(_("Save"), key="save_walk_ins", type="primary")
        usual = st.button(_("Back to the usual names"), key="usual_walk_ins")
    if saved or usual:
        names = WALK_IN_NAMES if usual else st.session_state[key].splitlines()
        with st.spinner(_("Sorting customers and walk-ins again …")):
            change = change_walk_in_names(warehouse, store["store_id"], names)
        st.session_state["walk_ins_said"] = (store["store_id"], warehouse.version, change)
        drafts.pop(key, None)
        st.rerun()
    said = st.session_state.get("walk_ins_said")
    if said and said[:2] == (store["store_id"], warehouse.version):
        st.success(_say(said[2]))


def _say(change: WalkInChange) -> str:
    lang = current_language()
    customers, bills = format_count(abs(change.customers), lang), format_count(abs(change.bills), lang)
    if change.customers > 0 or change.bills > 0:
        return _("Saved. {customers} customers are walk-ins now, with {bills} bills.").format(customers=customers, bills=bills)
    if change.customers < 0 or change.bills < 0:
        return _("Saved. {customers} walk-ins are customers now, with {bills} bills.").format(customers=customers, bills=bills)
    return _("Saved. No customer changed.")
