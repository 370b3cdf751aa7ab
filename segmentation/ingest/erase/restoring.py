"""Putting a backup back without bringing anybody back who was erased after it was made."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from segmentation.ingest.erase.clearing import clear_person
from segmentation.ingest.erase.marks import KEY, NAMED, WHOLE, make_key, mark_of
from segmentation.ingest.erase.person import find_person
from segmentation.language.errors import InputError
from segmentation.language.i18n import counter, format_count, format_day, listed, translator
from segmentation.warehouse import Cursor, Warehouse
from segmentation.warehouse.rewriting import remove_all

Mark = tuple[str, str, str]  # store, mark, reach
Marks = dict[Mark, str]  # with the anonymous key


@dataclass(frozen=True)
class Carried:
    """What of the erasures that a backup does not know was done to it: their numbers with the moments, the newest first, and
    how many people of it were erased again. Who stood under nothing but a name cannot be told, and is in it again."""

    erasures: tuple[tuple[str, datetime], ...] = ()
    people: int = 0


def restore_backup(warehouse: Warehouse, source: Path) -> Carried:
    """Replace everything with the content of the backup ``source``, those erased since erased from it again; all or nothing.

    They are known by the keyed hashes that the warehouse has now, and these stay. Raises what ``Warehouse.restore`` raises, and
    InputError where the key of the hashes is missing.
    """
    erasures, marks, keys = _read(warehouse.cursor())
    if not marks and not erasures:
        warehouse.restore(source)
        return Carried()
    key = make_key(warehouse, marked=True)
    if not source.is_file():
        warehouse.restore(source)  # which says so
    name = f"carried_{uuid.uuid4().hex}.duckdb"
    copy = warehouse.work_dir / name
    try:
        shutil.copyfile(source, copy)
        try:
            other = Warehouse(copy, must_exist=True)
        except InputError as error:
            error.values["path"] = str(source)
            raise
        try:
            carried = _carry(other, key, erasures, marks, keys)
        finally:
            other.close()
        warehouse.restore(copy)
    finally:
        remove_all(warehouse.work_dir, name)
    return carried


def carried_text(carried: Carried, lang: str) -> str:
    """Return in words what was done of the erasures that the backup did not know; "" where it knew them all."""
    _, _n = translator(lang), counter(lang)
    if not carried.erasures:
        return ""
    told = listed((
        _("{number} of {day}").format(number=number, day=format_day(moment.date(), lang)) for number, moment in carried.erasures
    ), lang)
    text = _n(
        "{count} erasure is newer than this backup ({erasures}). It was done again, and people erased again: {people}. Whoever "
        "was known by nothing but a name is in it again: erase again.",
        "{count} erasures are newer than this backup ({erasures}). They were done again, and people erased again: {people}. "
        "Whoever was known by nothing but a name is in it again: erase again.", len(carried.erasures),
    )
    count, people = format_count(len(carried.erasures), lang), format_count(carried.people, lang)
    return text.format(count=count, erasures=told, people=people)


def _read(cursor: Cursor) -> tuple[dict[tuple[str, str], tuple], Marks, set[tuple[str, str]]]:
    """Return by store what was erased: the certificates, the marks, and the anonymous keys."""
    erasures = cursor.execute(
        "select stores.name, erasure, erased_at, certificate, fingerprint from erasures inner join stores using (store_id)"
    ).fetchall()
    marks = cursor.execute(
        "select stores.name, mark, reach, anonymous_key from erased_marks inner join stores using (store_id)"
    ).fetchall()
    keys = cursor.execute("select stores.name, customer_key from erased_keys inner join stores using (store_id)").fetchall()
    return {(row[0], row[1]): row[2:] for row in erasures}, {row[:3]: row[3] for row in marks}, set(keys)


def _carry(
    other: Warehouse, key: bytes, erasures: dict[tuple[str, str], tuple], marks: Marks, keys: set[tuple[str, str]]
) -> Carried:
    people = 0
    with other.writing() as cursor:
        stores = dict(cursor.execute("select name, store_id from stores").fetchall())
        known, known_marks, known_keys = _read(cursor)
        news = sorted((each for each in erasures if each not in known), key=lambda each: (erasures[each][0], each), reverse=True)
        for store, store_id in stores.items():
            own = {mark[1:]: anonymous for mark, anonymous in marks.items() if mark[0] == store and mark not in known_marks}
            people += _erase_again(other, cursor, store_id, key, own)
            for (mark, reach), anonymous in own.items():
                values = {"store": store_id, "mark": mark, "reach": reach, "anonymous": anonymous}
                cursor.execute("insert into erased_marks values ($store, $mark, $reach, $anonymous)", values)
            for _store, anonymous in sorted(each for each in keys - known_keys if each[0] == store):
                cursor.execute("insert into erased_keys values ($store, $key)", {"store": store_id, "key": anonymous})
            for named, number in [each for each in news if each[0] == store]:
                moment, text, fingerprint = erasures[named, number]
                cursor.execute(
                    "insert into erasures values ($store, $number, $moment, $text, $print)",
                    {"store": store_id, "number": number, "moment": moment, "text": text, "print": fingerprint},
                )
    told = tuple((number, erasures[store, number][0]) for store, number in news if store in stores)
    return Carried(told, people)


def _erase_again(other: Warehouse, cursor: Cursor, store_id: int, key: bytes, own: dict[tuple[str, str], str]) -> int:
    """Erase from a store whom the marks tell, under the anonymous keys of before; return how many people that were."""
    if not own:
        return 0
    rows = cursor.execute(
        "select coalesce(same_people.own_key, told.customer_key), code, phone, email from customers as told "
        "left join same_people on same_people.store_id = $store and same_people.customer_key = told.customer_key "
        "where told.store_id = $store and not is_walk_in union "
        "select coalesce(own_key, customer_key), code, phone, email from profile_rows where store_id = $store",
        {"store": store_id},
    ).fetchall()
    given: dict[str, str] = {}
    for customer, *texts in rows:
        marked = [(KEY, customer), *((WHOLE, text) for text in texts if text)]
        _note(given, customer, (own.get((mark_of(key, reach, text), reach)) for reach, text in marked))
    for held, name, new_key in cursor.execute(
        "select customer_key, other, new_key from person_rows where store_id = $store and rule = 'parted'", {"store": store_id}
    ).fetchall():
        _note(given, new_key, [own.get((mark_of(key, NAMED, f"{held}\x1f{name}"), NAMED))])
    people = 0
    for customer in sorted(given):
        try:
            person = find_person(cursor, store_id, customer, given)
        except InputError:  # went with a record of his before
            continue
        clear_person(other, cursor, person)
        people += 1
    return people


def _note(given: dict[str, str], customer: str, found: Iterable[str | None]) -> None:
    anonymous = next((each for each in found if each), None)
    if anonymous and customer != anonymous:
        given.setdefault(customer, anonymous)
