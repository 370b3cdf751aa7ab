"""As whom the warehouse is seen: as the account of the session, and in a thread that has none as the page that began it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from pages.shared.language import Markdown, _
from pages.shared.signed_in import rights_now
from segmentation.warehouse import Rights
from segmentation.warehouse.rights import MANAGER, OWNER
from segmentation.warehouse.seen import may_write

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


def all_of_them(rest: Markdown) -> Markdown:
    """Return what all customers, or all managers, are called, ``rest`` but for a manager: he sees his own alone."""
    return _("Your customers") if rights_here().role == MANAGER else rest


def sees_own() -> bool:
    """Return whether the account sees its own customers alone, so that whatever is said of all is of them."""
    return rights_here().role == MANAGER


def may_change(*tables: str) -> bool:
    """Return whether the account may write these tables of the warehouse: a button that changes others is not drawn."""
    return may_write(rights_here(), *tables)


def may_set() -> bool:
    """Return whether the account may change the settings of a store; a workshop of one's own is another thing."""
    return rights_here().role == OWNER
