"""Sessions: who is signed in, until when. The browser holds a random token; here stands what cannot be turned back into it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from segmentation.access.accounts import Account, clean_name, of_row
from segmentation.access.settings import DAY, HOUR, Settings
from segmentation.access.store import Access

TOUCHED = 60.0  # seconds: a session that is used is written down once in this time


@dataclass(frozen=True)
class Session:
    """Who is signed in: since when, when it was used last, and from where."""

    account: str
    made_at: float
    seen_at: float
    address: str


def begin_session(access: Access, name: str, now: float, address: str, settings: Settings) -> str:
    """Sign the account in and return the token of its session; sessions that have run out are forgotten."""
    token = secrets.token_urlsafe(32)
    with access.writing() as connection:
        connection.execute("delete from sessions where seen_at <= ? or made_at <= ?", _oldest(now, settings))
        connection.execute("insert into sessions values (?, ?, ?, ?, ?)", (_hash(token), clean_name(name), now, now, address))
    return token


def session_account(access: Access, token: str | None, now: float, settings: Settings, *, touch: bool = True) -> Account | None:
    """Return whose session the token is; None for none, for one that has run out or was ended, and for a disabled account.

    ``touch`` counts as use: it keeps the session from running idle.
    """
    if not token or len(token) > 200:
        return None
    asked = (
        "select accounts.*, sessions.seen_at from sessions inner join accounts on accounts.name = sessions.account "
        "where sessions.token = ? and disabled = 0 and sessions.seen_at > ? and sessions.made_at > ?"
    )
    found = access.reading().execute(asked, (_hash(token), *_oldest(now, settings))).fetchone()
    if found is None:
        return None
    if touch and now - found["seen_at"] >= TOUCHED:
        with access.writing() as connection:
            connection.execute("update sessions set seen_at = max(seen_at, ?) where token = ?", (now, _hash(token)))
    return of_row(found)


def leaving_mark(token: str) -> str:
    """Return what the link to sign out carries: only the page of that session knows it, so no link from elsewhere signs out."""
    return hashlib.sha256(f"sign out {token}".encode()).hexdigest()[:32]


def end_session(access: Access, token: str) -> str | None:
    """End one session; return whose it was, None where there was none."""
    with access.writing() as connection:
        found = connection.execute("delete from sessions where token = ? returning account", (_hash(token),)).fetchone()
    return found["account"] if found else None


def end_sessions(access: Access, name: str) -> int:
    """End all sessions of an account and return how many there were."""
    with access.writing() as connection:
        return connection.execute("delete from sessions where account = ?", (clean_name(name),)).rowcount


def sessions(access: Access, now: float, settings: Settings) -> list[Session]:
    """Return who is signed in, the last used first."""
    asked = "select account, made_at, seen_at, address from sessions where seen_at > ? and made_at > ? order by seen_at desc"
    return [Session(*row) for row in access.reading().execute(asked, _oldest(now, settings))]


def _oldest(now: float, settings: Settings) -> tuple[float, float]:
    return now - settings.idle_hours * HOUR, now - settings.longest_days * DAY


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
