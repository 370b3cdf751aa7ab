"""Files of the same till in one tray: what is answered of one holds for the others too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pages.upload.item import Item

SAME_TILL = ("mapping", "walk_ins_only", "customer_key", "numbers_restart")  # one answer for all files with the same headers


def answer_alike(items: Sequence[Item], item: Item, changes: dict[str, Any]) -> None:
    """Note ``changes`` of ``item`` for every other of the items that is of the same till, where it was asked the same."""
    for other in items:
        if other is not item and _is_like(other, item):
            other.change(**_likewise(other, item, changes))


def _is_like(one: Item, other: Item) -> bool:
    """Whether two files are of the same till: of one kind, with the same headers."""
    looks = one.look, other.look
    return None not in looks and (looks[0].kind, looks[0].signature) == (looks[1].kind, looks[1].signature)


def _likewise(other: Item, item: Item, changes: dict[str, Any]) -> dict[str, Any]:
    """Return what of ``changes`` to ``item`` answers the same question of ``other``."""
    shared = {name: value for name, value in changes.items() if name in SAME_TILL}
    if "meanings" in changes:
        headers = {mark.header for mark in other.look.marks}
        shared["meanings"] = {header: values for header, values in changes["meanings"].items() if header in headers}
    asked = {question.field for question in other.questions} - {"missing_bills"}  # of which each file has its own
    return shared | {name: value for name, value in changes.items() if name in asked}
