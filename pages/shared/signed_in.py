"""Who looks at the page: the rights of the account that signed in, everything where sign-in is off."""

from __future__ import annotations

import html
import time
from functools import lru_cache
from threading import Lock

import streamlit as st

from pages.shared.address import stop
from pages.shared.language import _, plain
from pages.shared.opening import database_path
from pages.shared.own_files import keep_whose
from segmentation.access import Account, access_of, cookie_name, leaving_mark, session_account, settings_of, signs_in
from segmentation.access.listening import listening_sockets, open_to_others, refusal
from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.warehouse import EVERYTHING, Rights

KEPT = 1.0  # seconds: a page asks some hundred times in a run
MOST = 500
_KEPT: dict[str, tuple[float, Account | None]] = {}
_LOCK = Lock()
WHO = "account_here"  # in the session: whose it is


def rights_now() -> Rights:
    """Return what the account of this session may see. Raises InputError ``signed_out`` where its session has ended."""
    if not signs_in(database_path()):
        return EVERYTHING
    account = account_now()
    if account is None:
        raise InputError("signed_out", N_("You are signed out. Sign in again."))
    return account.rights


def account_now() -> Account | None:
    """Return who is signed in, None where nobody is; asked anew a second later, and its use is written down."""
    database = database_path()
    token = st.context.cookies.get(cookie_name(database)) or ""
    now = time.monotonic()
    kept = _KEPT.get(token)
    if kept is not None and now - kept[0] < KEPT:
        return kept[1]
    account = session_account(access_of(database), token, time.time(), settings_of(database))
    with _LOCK:
        if len(_KEPT) >= MOST:
            _KEPT.clear()
        _KEPT[token] = now, account
    return account


def let_in() -> None:
    """End the run with a link to the entrance where nobody is signed in; forget what another account left in this session.

    A tab comes back into its session after a break, with the cookie of whoever has signed in meanwhile.
    """
    if not signs_in(database_path()):
        if (address := _open_address()) is not None:  # app.py alone was started, without serve.py, which does not start then
            st.error(plain(refusal(address)))
            stop()
        return
    account = account_now()
    if account is None:
        st.error(_("You are signed out. Sign in again."))
        st.html(f'<a href="./sign-in" target="_self">{_("Sign in")}</a>')
        stop()
    if st.session_state.get(WHO, account.name) != account.name:
        st.session_state.clear()
    st.session_state[WHO] = account.name
    keep_whose(account.name)


@lru_cache(1)
def _open_address() -> str | None:
    """Return the address on which other machines reach the app, None where they do not; it stays as long as the process."""
    return open_to_others(each.getsockname()[0] for each in listening_sockets())


def show_who() -> None:
    """Draw who is signed in, with the way out; nothing where sign-in is off."""
    account = account_now() if signs_in(database_path()) else None
    if account is not None:
        token = st.context.cookies.get(cookie_name(database_path())) or ""
        out = html.escape(_("Sign out"))
        link = f'<a href="./sign-out?leave={leaving_mark(token)}" target="_self" style="color: inherit">{out}</a>'
        st.html(f'<small>{html.escape(account.name)} · {link}</small>')
