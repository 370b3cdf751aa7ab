"""As whom the warehouse is seen: as the account of the session, and in a thread that has none as the page that began it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pages.shared.signed_in import rights_now
from segmentation.warehouse import Rights

_SEEN_AS: ContextVar[Rights | None] = ContextVar("rights", default=None)


@contextmanager
def seeing_as(rights: Rights) -> Iterator[None]:
    """Let everything inside see what ``rights`` let see, also where there is no session."""
    token = _SEEN_AS.set(rights)
    try:
        yield
    finally:
        _SEEN_AS.reset(token)


def rights_here() -> Rights:
    """Return what the account that looks may see; ``seeing_as`` overrules the session."""
    return _SEEN_AS.get() or rights_now()
