"""Certificates: that somebody was erased, on which day, by whom and from where, without anything that tells who he was."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from segmentation.ingest.erase.sweep import Place
from segmentation.warehouse import Cursor, Warehouse
from segmentation.warehouse.backups import backup_folder


@dataclass(frozen=True)
class Certificate:
    """What was erased: ``places`` are (table, column, rows); ``backups`` the files that were to be deleted besides, by
    name; ``left`` what could not be cleared, (reason, count).

    ``number`` is drawn by lot. ``fingerprint`` is the SHA-256 of all else as JSON (sorted, UTF-8): whoever has the certificate
    can show that it is the one that is kept.
    """

    number: str
    store: str
    erased_at: str
    by: str
    places: tuple[tuple[str, str, int], ...]
    backups: tuple[str, ...]
    fingerprint: str = ""
    left: tuple[tuple[str, int], ...] = ()

    @property
    def rows(self) -> int:
        """How many rows held him, counted a place."""
        return sum(rows for _table, _column, rows in self.places)

    def text(self) -> str:
        """Return what the fingerprint is of."""
        told = {name: value for name, value in asdict(self).items() if name != "fingerprint" and (name != "left" or value)}
        return json.dumps(told, ensure_ascii=False, sort_keys=True)


def keep_certificate(
    cursor: Cursor, store_id: int, store: str, now: datetime, by: str, places: Mapping[Place, int], backups: Sequence[str],
    left: Sequence[tuple[str, int]] = (),
) -> Certificate:
    """Make the certificate of an erasure, keep it inside its transaction, and return it."""
    told = tuple((table, column, rows) for (table, column), rows in sorted(places.items()))
    plain = Certificate(
        secrets.token_hex(4), store, now.isoformat(timespec="seconds"), by, told, tuple(backups),
        left=tuple(left),
    )
    print_of = hashlib.sha256(plain.text().encode()).hexdigest()
    cursor.execute(
        "insert into erasures values ($store, $number, $now, $text, $print)",
        {"store": store_id, "number": plain.number, "now": now, "text": plain.text(), "print": print_of},
    )
    return _read(plain.text(), print_of)


def list_certificates(warehouse: Warehouse, store_id: int) -> list[Certificate]:
    """Return the certificates of a store, the newest first."""
    rows = warehouse.cursor().execute(
        "select certificate, fingerprint from erasures where store_id = $store order by erased_at desc, erasure",
        {"store": store_id},
    ).fetchall()
    return [_read(*row) for row in rows]


def backups_left(warehouse: Warehouse, certificate: Certificate) -> list[Path]:
    """Return those of the certificate's backups that are still there."""
    folders = (backup_folder(warehouse.path), warehouse.path.parent)
    return [folder / name for name in certificate.backups for folder in folders if (folder / name).is_file()]


def _read(text: str, print_of: str) -> Certificate:
    told = json.loads(text)
    places = tuple((table, column, rows) for table, column, rows in told.pop("places"))
    left = tuple((reason, count) for reason, count in told.pop("left", ()))
    return Certificate(**{**told, "backups": tuple(told["backups"])}, places=places, fingerprint=print_of, left=left)
