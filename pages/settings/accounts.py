"""Who may sign in and what each may see, for the owner: accounts, who is signed in, and the logs of sign-ins and exports."""

from __future__ import annotations

import time
from datetime import datetime

import streamlit as st

from pages.settings.account_change import draw_change, pick_manager
from pages.shared.failures import saying
from pages.shared.house import rights_here, stores
from pages.shared.language import _, current_language, plain
from pages.shared.opening import database_path
from segmentation import access as people
from segmentation.access import Access, Account, access_of, access_path, settings_of, signs_in
from segmentation.access.words import ROLE_NAMES, WHAT
from segmentation.ingest.incoming import format_size
from segmentation.language.i18n import format_count, format_moment, listed
from segmentation.warehouse.rights import CONSULTANT, MANAGER, ROLES

LINES = 50
FIELDS = ("name", "role", "stores", "manager", "password")


def show_accounts() -> None:
    """Draw the accounts, what can be done to each, the form for another one, and the logs."""
    if not rights_here().is_everything:
        st.info(_("Accounts are changed by an owner of all stores."))
        return
    database = database_path()
    if not signs_in(database):
        text = _("Sign-in is off: whoever opens the app on this computer sees everything. {command} turns it on.")
        st.info(text.format(command="`make serve`"))
    access = access_of(database) if access_path(database).exists() else None  # to look makes no file
    if access:
        signed_in = [each.account for each in people.sessions(access, time.time(), settings_of(database))]
        known = people.accounts(access)
        locked = people.locked_accounts(access, [each.name for each in known], time.time())
        for each in known:
            _show_account(access, each, signed_in.count(each.name), is_locked=each.name in locked)
    _add_form()
    if access:
        _show_logs(access)


def _show_account(access: Access, account: Account, sessions: int, *, is_locked: bool) -> None:
    with st.container(border=True, key=f"account_{account.name}"):
        words, out, off = st.columns([4, 1.2, 1.2], vertical_alignment="center")
        told = [*_told(account, sessions), *([_("locked: wrong passwords")] if is_locked else [])]
        words.markdown(f"**{plain(account.name)}**  \n:gray[{plain(' · '.join(told))}]")
        draw_change(access, account, {role: _(name) for role, name in ROLE_NAMES.items()})
        if is_locked:
            words.button(
                _("Unlock"), key=f"account_unlock_{account.name}", on_click=saying(people.unlock), args=(access, account.name),
                help=_("The right password is taken again at once; addresses that sent wrong ones stay locked"),
            )
        if sessions:
            out.button(
                _("Sign out everywhere"), key=f"account_out_{account.name}", width="stretch",
                on_click=saying(people.end_sessions), args=(access, account.name),
            )
        off.button(
            _("Let in again") if account.disabled else _("Disable"), key=f"account_off_{account.name}", width="stretch",
            on_click=saying(people.change_account), args=(access, account.name), kwargs={"disabled": not account.disabled},
        )


def _told(account: Account, sessions: int) -> list[str]:
    names = {row["store_id"]: row["store"] for row in stores()}
    granted = _("all stores")
    if account.stores is not None:
        granted = listed((names.get(each, f"#{each}") for each in account.stores), current_language())
    told = [_(ROLE_NAMES[account.role]), granted]
    if account.role == MANAGER and account.manager != account.name:
        told.append(_("customers of {manager}").format(manager=account.manager))
    if not account.sees_names:
        told.append(_("without names"))
    if not account.sees_phones:
        told.append(_("without phones"))
    if account.disabled:
        told.append(_("disabled"))
    if sessions:
        told.append(_("signed in: {count}").format(count=sessions))
    return told


def _add_form() -> None:
    with st.expander(_("Add an account")):
        names = {row["store_id"]: row["store"] for row in stores()}
        with st.form("account_form", border=False):
            st.text_input(_("Account"), key="account_new_name", max_chars=60)
            roles = {role: _(name) for role, name in ROLE_NAMES.items()}
            st.selectbox(
                _("What it may see and do"), ROLES, ROLES.index(MANAGER), format_func=roles.get, key="account_new_role"
            )
            st.multiselect(_("Stores (none: all)"), list(names), format_func=names.get, key="account_new_stores")
            pick_manager("account_new_manager", None)
            text = _("Password (at least {least} characters)").format(least=people.LEAST)
            st.text_input(text, type="password", key="account_new_password", autocomplete="new-password")
            st.toggle(_("A consultant sees names and phones"), key="account_new_open")
            st.form_submit_button(_("Create account"), key="account_add", on_click=saying(_add))


def _add() -> None:
    name, role, granted, manager, password = (st.session_state[f"account_new_{field}"] for field in FIELDS)
    more = {"sees_names": True, "sees_phones": True} if role == CONSULTANT and st.session_state["account_new_open"] else {}
    people.add_account(
        access_of(database_path()), name, role, time.time(), stores=granted or None,
        manager=manager or None if role == MANAGER else None, password=password, **more,
    )
    for field, empty in (("name", ""), ("manager", None), ("password", "")):
        st.session_state[f"account_new_{field}"] = empty


def _show_logs(access: Access) -> None:
    lang = current_language()

    def moment(at: float) -> str:
        return format_moment(datetime.fromtimestamp(at), lang)

    with st.expander(_("Log of sign-ins")):
        lines = [
            f"{moment(each.at)} · {each.account or '–'} · {_(WHAT.get(each.what, each.what))} · {each.address}"
            for each in people.sign_ins(access, LINES)
        ]
        _show_lines(lines)
    with st.expander(_("Log of exports")):
        text = _("{rows} rows, {size}")
        lines = [
            f"{moment(each.at)} · {each.account or '–'} · {each.what} · "
            + text.format(rows=format_count(each.rows, lang), size=format_size(each.bytes))
            for each in people.exports(access, LINES)
        ]
        _show_lines(lines)


def _show_lines(lines: list[str]) -> None:
    st.markdown("  \n".join(map(plain, lines)) or _("Nothing yet."))
