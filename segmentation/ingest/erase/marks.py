"""Keyed hashes by which later files' rows of somebody erased are known, without keeping what tells who he is.

A mark is the HMAC-SHA256 of a text under a key that is kept in a file beside the warehouse, for its owner alone: whoever has the
warehouse without that file cannot try out phones. Without it nobody who was erased is known again, which an import says.
"""

from __future__ import annotations

import hmac
import secrets
from pathlib import Path

from segmentation.language.errors import InputError
from segmentation.language.i18n import N_
from segmentation.warehouse import Warehouse, keep_secret, read_secret

WHOLE, KEY, NAMED = "whole", "key", "named"  # erased_marks.reach
BETWEEN = "\x1f"  # a key and the name that tells one of several people under it
SIZE, BLOCK = 32, 64  # bytes of the key, and of a block of SHA-256


def key_path(warehouse: Warehouse) -> Path:
    """Return where the key of a warehouse's marks is kept."""
    return warehouse.path.with_name(f"{warehouse.path.name}.key")


def read_key(path: Path) -> bytes | None:
    """Return the key, None where there is none, or none that is whole."""
    return read_secret(path, SIZE)


def make_key(warehouse: Warehouse, marked: bool) -> bytes:
    """Return the key, made where there is none. Raises InputError where ``marked``, that is, where it should be there already."""
    path = key_path(warehouse)
    key = read_key(path)
    if key is None and marked:
        raise InputError(
            "erased_key_missing",
            N_("The file {path} is missing, by which those who were erased before are known. Put it back beside the warehouse."),
            path=str(path),
        )
    if key is None:
        key = secrets.token_bytes(SIZE)
        keep_secret(path, key)
    return key


def mark_of(key: bytes, reach: str, text: str) -> str:
    """Return the mark of a text, as hexadecimal digits.

    >>> mark_of(bytes(32), "whole", "13800000001")[:12]
    '9ad933ecf6f4'
    """
    return hmac.new(key, f"{reach}:{text}".encode(), "sha256").hexdigest()


def pads(key: bytes) -> dict[str, bytes]:
    """Return what stands before the text in the inner and the outer hash, for a statement that works marks out itself."""
    whole = key.ljust(BLOCK, b"\0")
    return {"inner": bytes(each ^ 0x36 for each in whole), "outer": bytes(each ^ 0x5C for each in whole)}
