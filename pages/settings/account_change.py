"""What an owner changes of an account: its role, its stores, whose customers it sees, its password."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from pages.shared.failures import saying
from pages.shared.house import current_warehouse, stores
from pages.shared.language import Markdown, _, plain
from segmentation import access as people
from segmentation.access import Access, Account
from segmentation.measures.managers.register import read_managers
from segmentation.warehouse.rights import CONSULTANT, MANAGER, ROLES


def draw_change(access: Access, account: Account, roles: Mapping[str, Markdown]) -> None:
    """Draw what can be changed of an account, folded up; ``roles`` says what each role is called."""
    key, names = f"account_change_{account.name}", {row["store_id"]: plain(row["store"]) for row in stores()}
    with st.expander(_("Change account"), key=key), st.form(f"{key}_form", border=False, clear_on_submit=True):
        st.selectbox(
            _("What it may see and do"), ROLES, ROLES.index(account.role), format_func=roles.get, key=f"{key}_role"
        )
        granted = [each for each in names if account.stores and each in account.stores]
        st.multiselect(_("Stores (none: all)"), list(names), granted, format_func=names.get, key=f"{key}_stores")
        pick_manager(f"{key}_manager", account.manager)
        st.toggle(
            _("A consultant sees names and phones"), account.role == CONSULTANT and account.sees_names, key=f"{key}_open"
        )
        text = _("New password (at least {least} characters; empty: as before)").format(least=people.LEAST)
        st.text_input(text, type="password", key=f"{key}_password", autocomplete="new-password")
        st.caption(_("A change signs the account out everywhere."))
        st.form_submit_button(_("Save"), key=f"{key}_save", on_click=saying(_change), args=(access, account))


def pick_manager(key: str, manager: str | None) -> None:
    """Draw whose customers a manager sees, to be picked from those who are known: a name mistyped would be an empty list."""
    known = sorted({
        each.name for row in stores() if row["last_date"]
        for each in read_managers(current_warehouse(), row["store_id"], row["last_date"]).managers
    } | ({manager} if manager else set()))
    st.selectbox(
        _("A manager's customers stand under"), known, known.index(manager) if manager else None, format_func=plain, key=key,
        placeholder=_("The name of the account"), accept_new_options=not known,
    )


def _change(access: Access, account: Account) -> None:
    """Write what differs, in a callback."""
    role, granted, manager, is_open, password = (
        st.session_state[f"account_change_{account.name}_{field}"] for field in ("role", "stores", "manager", "open", "password")
    )
    changes: dict[str, object] = {}
    if role != account.role:
        changes["role"] = role
    if (frozenset(granted) or None) != account.stores:
        changes["stores"] = granted or None
    if role == MANAGER and (manager or account.name) != account.manager:
        changes["manager"] = manager or account.name
    if role == CONSULTANT and (role != account.role or is_open != account.sees_names):
        changes |= {"sees_names": is_open, "sees_phones": is_open}
    if password:
        changes["password"] = password
    if changes:
        people.change_account(access, account.name, **changes)
