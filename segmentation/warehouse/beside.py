"""Secrets that are kept in files beside the warehouse, for its owner alone: whoever has the warehouse does not have them."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from segmentation.warehouse.work_folder import PRIVATE_FILE


def read_secret(path: Path, size: int) -> bytes | None:
    """Return the secret of so many bytes, None where there is none, or none that is whole."""
    with suppress(OSError):
        secret = path.read_bytes()
        return secret if len(secret) == size else None
    return None


def keep_secret(path: Path, secret: bytes) -> None:
    """Write a secret that nobody but the owner of the file can read; on any error nothing of it is at ``path``."""
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE), "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
