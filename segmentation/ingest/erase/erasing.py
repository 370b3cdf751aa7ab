"""Previewing and doing it: somebody erased, with a certificate that says what was done and nothing of him."""

from __future__ import annotations

import mmap
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from segmentation.ingest.edit import store_name
from segmentation.ingest.erase.certificates import Certificate, keep_certificate
from segmentation.ingest.erase.clearing import Left, clear_person, keep_person_marks
from segmentation.ingest.erase.marks import make_key
from segmentation.ingest.erase.person import Person, find_person
from segmentation.ingest.erase.sweep import Place
from segmentation.language.errors import InputError, Unchanged
from segmentation.warehouse import Warehouse, read_closed
from segmentation.warehouse.backups import Backup, backup_folder, list_backups


@dataclass(frozen=True)
class Preview:
    """What erasing somebody would do: ``places`` (table, column) with how many rows hold him; nothing is written.

    ``shared`` are texts of his that somebody else has too, which stay there; ``namesakes`` how many others have his name;
    ``elsewhere`` other stores that seem to know him; ``bare`` says that a name alone tells him, by which no later file is held
    off; ``backups`` are those that hold him (None: which cannot be read, and may); ``left`` is what cannot be cleared.
    """

    customer: str
    places: Mapping[Place, int]
    shared: tuple[str, ...]
    namesakes: int
    elsewhere: tuple[str, ...]
    bare: bool
    backups: tuple[tuple[Backup, bool | None], ...]
    left: Left = ()

    @property
    def rows(self) -> tuple[tuple[str, str, int], ...]:
        """The places as a certificate has them: (table, column, rows)."""
        return tuple((*place, count) for place, count in self.places.items())


def preview_erasure(warehouse: Warehouse, store_id: int, customer: str) -> Preview:
    """Return what erasing ``customer`` (a key, merged ones count with it) would do, by doing it in a transaction that is undone.

    Raises InputError for nobody, a walk-in, and who was erased before.
    """
    found: Preview | None = None
    with suppress(Unchanged), warehouse.writing() as cursor:
        store_name(cursor, store_id)
        person = find_person(cursor, store_id, customer)
        places, left = clear_person(warehouse, cursor, person)
        told = [text for _key, kind, text in person.told if kind != "name"]
        found = Preview(
            person.customer, dict(sorted(places.items())), tuple(sorted(person.shared)), len(person.namesakes), person.elsewhere,
            not told, backups_with(warehouse, person), left,
        )
        raise Unchanged
    return found


def erase_customer(warehouse: Warehouse, store_id: int, customer: str, now: datetime, by: str = "") -> Certificate:
    """Erase ``customer`` of a store for good, rewrite the warehouse without him, and return the certificate.

    ``by`` is who did it. All or nothing: on any error, and where the process is killed, the warehouse is as before. Raises
    InputError as ``preview_erasure`` does, where there is no room for two copies, and where the key of those erased before is
    missing.
    """

    def erase(copy: Warehouse) -> Certificate:
        with copy.writing() as cursor:
            store = store_name(cursor, store_id)
            person = find_person(cursor, store_id, customer)
            marked = cursor.execute("select exists (select 1 from erased_marks)").fetchall()[0][0]
            key = make_key(warehouse, marked)
            places, left = clear_person(copy, cursor, person)
            keep_person_marks(cursor, person, key)
            his.append(person)
            backups = [backup.path.name for backup, holds in backups_with(warehouse, person) if holds is not False]
            return keep_certificate(cursor, store_id, store, now, by, places, backups, left)

    his: list[Person] = []
    done = warehouse.rewrite(erase)
    for person in his:
        _clear_read(warehouse.work_dir, person)
    return done


def _clear_read(work_dir: Path, person: Person) -> None:
    """Remove what was read of uploads that hold him: of ones that nobody landed, too. Whoever is at one uploads it again."""
    told = [text.encode() for text in (*person.own, *person.names, *person.letters)]
    for path in work_dir.rglob("read-*"):
        with suppress(OSError):
            if path.is_file() and _has(path, told):
                path.unlink()


def _has(path: Path, told: Sequence[bytes]) -> bool:
    if not path.stat().st_size:
        return False
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return any(content.find(text) >= 0 for text in told)


def backups_with(warehouse: Warehouse, person: Person) -> tuple[tuple[Backup, bool | None], ...]:
    """Return the backups beside the warehouse that hold somebody (True), or cannot be read and may (None), the newest first."""
    told = {"keys": list(person.keys), "texts": person.own}
    found = [(backup, _holds(backup.path, told)) for backup in list_backups(backup_folder(warehouse.path))]
    aside = [
        (Backup(path, datetime.fromtimestamp(path.stat().st_mtime), path.stat().st_size), None)
        for path in sorted(warehouse.path.parent.glob(f"{warehouse.path.stem}.damaged-*{warehouse.path.suffix}"))
    ]
    return tuple(each for each in [*found, *aside] if each[1] is not False)


def _holds(path: Path, told: Mapping[str, Sequence[str]]) -> bool | None:
    try:
        return bool(read_closed(path, "land/backup_holds", **told)[0]["holds"])
    except InputError:
        return None
