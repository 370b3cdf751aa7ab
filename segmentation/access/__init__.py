"""Who may sign in, who is signed in, and what was taken out: a small SQLite file beside the warehouse.

Several processes work on it at once (the app, the shell), and a killed one loses nothing that was said to be done. No clock is
asked here: ``now`` is seconds since 1970 (UTC), passed in. Passwords are kept as argon2id, session tokens as SHA-256.
"""

from segmentation.access.accounts import (
    Account,
    account,
    account_of_provider,
    accounts,
    add_account,
    change_account,
    has_owner,
)
from segmentation.access.exports import Export, count_rows, count_today, exports, log_export
from segmentation.access.passwords import LEAST
from segmentation.access.sessions import (
    Session,
    begin_session,
    end_session,
    end_sessions,
    leaving_mark,
    session_account,
    sessions,
)
from segmentation.access.settings import Settings, read_settings, settings_of, signs_in
from segmentation.access.store import Access, access_of, access_path, cookie_name
from segmentation.access.tries import SignIn, check_password, locked_accounts, log_sign_in, sign_ins, unlock

__all__ = [
    "LEAST", "Access", "Account", "Export", "Session", "Settings", "SignIn", "access_of", "access_path", "account",
    "account_of_provider", "accounts", "add_account", "begin_session", "change_account", "check_password", "cookie_name",
    "count_rows", "count_today", "end_session", "end_sessions", "exports", "has_owner", "leaving_mark", "locked_accounts",
    "log_export", "log_sign_in", "read_settings", "session_account", "sessions", "settings_of", "sign_ins", "signs_in",
    "unlock",
]
