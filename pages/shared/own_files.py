"""Files that pages hand out stand at addresses of their own: to whom one is answered, where people sign in.

Streamlit makes the address of a file of what is in it, and answers it to everybody. Here it is answered to the account for which
it was made, and to the account whose tab shows it (a picture in a page).
"""

from __future__ import annotations

import re
import sys
from collections import OrderedDict
from threading import Lock

from streamlit.runtime import Runtime, memory_media_file_storage
from streamlit.runtime.scriptrunner import get_script_run_ctx

MOST = 5_000  # files whose accounts are remembered
_FILE = re.compile(r"/media/([0-9a-f]+)")
_WHOSE: dict[str, str] = {}  # the session of a tab -> the account
_MADE: OrderedDict[tuple[str, str], None] = OrderedDict()  # a file, and the account for which it was made
_LOCK = Lock()

# Of a large file Streamlit looks at length, head, middle and tail only: a list with one other sum would be taken for the old
memory_media_file_storage._PARTIAL_HASH_THRESHOLD = sys.maxsize


def keep_whose(account: str) -> None:
    """Remember whose the session is whose page runs."""
    ctx = get_script_run_ctx()
    if ctx is None or _WHOSE.get(ctx.session_id) == account:
        return
    with _LOCK:
        _WHOSE[ctx.session_id] = account
        for gone in [session for session in _WHOSE if session != ctx.session_id and not _is_open(session)]:
            del _WHOSE[gone]


def keep_made(data: bytes, mime: str, name: str, account: str) -> None:
    """Remember for whom a file was made that stands nowhere on a page."""
    made = memory_media_file_storage._calculate_file_id(data, mime, name), account
    with _LOCK:
        _MADE[made] = None
        _MADE.move_to_end(made)
        while len(_MADE) > MOST:
            _MADE.popitem(last=False)


def may_fetch(path: str, account: str) -> bool:
    """Return whether what stands at ``path`` is for the account: any path but that of a file, and a file of its own."""
    if not path.startswith("/media"):
        return True
    found = _FILE.match(path)
    if found is None:
        return False
    return (found[1], account) in _MADE or any(
        found[1] in files for session, files in _shown().items() if _WHOSE.get(session) == account
    )


def _shown() -> dict[str, set[str]]:
    """Return the files that stand on the page of each session."""
    if not Runtime.exists():
        return {}
    by_session = Runtime.instance().media_file_mgr._files_by_session_and_coord  # nothing public tells it
    return {session: set(files.values()) for session, files in list(by_session.items())}


def _is_open(session: str) -> bool:
    return Runtime.exists() and (Runtime.instance().is_active_session(session) or session in _shown())
