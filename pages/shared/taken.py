"""What is taken out while sign-in is on: written down, marked with who took it, and no more than a role may take in a day."""

from __future__ import annotations

from datetime import datetime

from pages.shared.opening import database_path
from segmentation.access import access_of, count_today, log_export
from segmentation.exports.taken import taken_text
from segmentation.settings.clock import now
from segmentation.warehouse import Rights
from segmentation.warehouse.rights import ANALYST, CONSULTANT, MANAGER

A_DAY = {CONSULTANT: 200, ANALYST: 100, MANAGER: 30}  # files; an owner takes as many as he likes


def may_take(rights: Rights) -> bool:
    """Return whether the account may take out another file today; without sign-in, and an owner, always."""
    if not rights.account or rights.role not in A_DAY:
        return True
    midnight = datetime.combine(now().date(), datetime.min.time()).timestamp()
    return count_today(access_of(database_path()), rights.account, midnight)[0] < A_DAY[rights.role]


def mark_of(rights: Rights, lang: str) -> str:
    """Return the line that says who took a file out, and when; "" without sign-in."""
    return taken_text(rights.account, now(), lang) if rights.account else ""


def note_taken(rights: Rights, what: str, rows: int, size: int) -> None:
    """Write down that a file was taken out: ``what`` it is called, its rows of data, its bytes."""
    if rights.account:
        log_export(
            access_of(database_path()), rights.account, rights.role, what, rights.stores or (), rows, size, now().timestamp()
        )
