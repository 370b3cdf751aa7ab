"""Texts that are not rows of somebody's own looked through for what tells him: notes, kept columns, rejects, reports, slides."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

import pyarrow as pa

from segmentation.ingest.batches import batch_name
from segmentation.ingest.erase.finder import HIDDEN, Finder
from segmentation.ingest.erase.person import Person
from segmentation.warehouse import Cursor

Place = tuple[str, str]  # table and column
LEFT_OUT = ("meta", "stores", "rejects", "batches", "erased_marks", "erased_keys", "erasures")  # looked through otherwise
KEYS = ("customer_key", "own_key", "new_key", "other", "scheme", "scheme_version", "facts_mark", "signature", "kind", "rule",
    "who_mark", "grades_mark", "sha256")
DIMENSIONS = (  # where a value is shared by bills of many: a room, a way of paying, a manager; a name there is somebody else's
    "name", "manager", "named", "same_as", "not_same", "author", "product", "category", "room", "payment_method", "channel",
    "meal_period", "module", "region", "method",
)
MANAGERS = ("manager", "named", "same_as", "not_same", "author")
KEYED_TEXTS = ("bill_no", "original_no")  # where his key goes on to tell bills apart
JSON_TEXTS = (("settings", "value"), ("remembered", "choices"))
CELL_END = "\x1f"


class Finders:
    """The ways in which a person is looked for: ``both`` what is his alone and his names, ``own`` without names, ``contact`` only
    phones and e-mails, ``json`` as both but for names that are a manager's too."""

    def __init__(self, person: Person) -> None:
        self.both, self.own = Finder(person, ("own", "names")), Finder(person, ("own",))
        self.contact = Finder(person, ("contact",))
        self.json = Finder(replace(person, meant=person.meant | person.managers), ("own", "names"))
        self.his = {text.strip() for text in person.texts("name") if "*" not in text}


def sweep_texts(cursor: Cursor, person: Person) -> tuple[Counter[Place], int]:
    """Take him out of every other text of the store, and of what is kept for the whole house; rows of namesakes keep the name.

    A room, way of paying, product, manager or the like that others have too stays as it is, in his rows as well. Returns the
    places, and how many values of others that hold a name of his were left.
    """
    found: Counter[Place] = Counter()
    left, finders = 0, Finders(person)
    rows = cursor.execute(
        "select table_name, column_name, data_type from information_schema.columns "
        "where table_catalog = current_catalog() and table_schema = 'main' order by all"
    ).fetchall()
    tables = {table: {column for name, column, _kind in rows if name == table} for table, _column, _type in rows}
    for table, column, kind in rows:
        is_settings_name = table == "settings" and column == "name"
        if table in LEFT_OUT or column in (*KEYS, "searched") or kind not in ("VARCHAR", "VARCHAR[]") or is_settings_name:
            continue
        rows_found, stays = _sweep(cursor, person, table, tables[table], column, kind, finders)
        found[table, column] += rows_found
        left += stays
    found["remembered", "signature"] += _forget_headers(cursor, person, finders.both)
    return +found, left


def _forget_headers(cursor: Cursor, person: Person, finder: Finder) -> int:
    """Forget what was confirmed for files whose headers tell him: it is asked again."""
    rows = cursor.execute(
        "select rowid, signature from remembered where store_id = $store", {"store": person.store_id}
    ).fetchall()
    his = [row for row, text in rows if finder.finds(text)]
    cursor.execute("delete from remembered where list_contains($rows, rowid)", {"rows": his})
    return len(his)


def _sweep(
    cursor: Cursor, person: Person, table: str, columns: set[str], column: str, kind: str, finders: Finders
) -> tuple[int, int]:
    text = column if kind == "VARCHAR" else f"array_to_string({column}, chr(31))"
    store = (
        "store_id in ($store, 0)" if "store_id" in columns
        else "batch_id in (select batch_id from batches where store_id = $store)" if "batch_id" in columns else "$store > 0"
    )
    key = "customer_key" if "customer_key" in columns else "null"
    if table == "bill_cells":  # which says whose it is for some files only
        key = (
            "coalesce(customer_key, (select any_value(bills.customer_key) from bills where bills.batch_id = bill_cells.batch_id "
            "and bills.line_no = bill_cells.line_no))"
        )
    is_json = (table, column) in JSON_TEXTS
    look = "true" if is_json else f"{text} in (select unnest($his)) or $loose <> '(?i)' and regexp_matches({text}, $loose)"
    asked = {} if is_json else {"loose": finders.both.loose, "his": sorted(finders.his)}
    held = cursor.execute(
        f"select rowid, {key}, {column} from {table} where {store} and {column} is not null and ({look})",
        {"store": person.store_id, **asked},
    ).fetchall()
    values = {value for _row, _key, value in held if column in DIMENSIONS and isinstance(value, str)}
    shared = _shared_values(cursor, person, table, columns, column, values)
    clean: list[tuple[int, Any]] = []
    left = 0
    for row, customer, value in held:
        now = _now(person, finders, (table, column), customer, value, not isinstance(value, str) or value in shared)
        if now != value:
            clean.append((row, now))
        elif column in DIMENSIONS and column not in ("name", *MANAGERS) and isinstance(value, str):
            left += value.strip() in finders.his or finders.both.finds(value)
    _write(cursor, table, column, kind, clean)
    return len(clean), left


def _shared_values(
    cursor: Cursor, person: Person, table: str, columns: set[str], column: str, values: set[str]
) -> set[str]:
    """Return which of the values of a column rows of others have too; all of them where the rows are nobody's."""
    texts = sorted(values)
    if not texts or not {"customer_key", "store_id"} <= columns:
        return values
    rows = cursor.execute(
        f"select distinct {column} from {table} where store_id = $store and list_contains($values, {column}) "
        "and (customer_key is null or customer_key not in (select own_key from erased_now))",
        {"store": person.store_id, "values": texts},
    ).fetchall()
    return {row[0] for row in rows}


def _now(person: Person, finders: Finders, place: Place, customer: str | None, value: Any, is_shared: bool) -> Any:
    """Return what becomes of a text of a row of ``customer``; ``is_shared`` where rows of others have the very value."""
    _table, column = place
    is_his = customer in person.keys
    if place in JSON_TEXTS:
        return _without_key(value, person, finders.json)
    if column in DIMENSIONS:
        if column not in MANAGERS and is_his and not is_shared:
            return HIDDEN if value.strip() in finders.his else finders.both.without(value)
        return _changed(value, finders.contact.without)
    if column in KEYED_TEXTS:
        look = finders.both if is_his else finders.contact
        return _changed(value, lambda each: look.without(each, person.keys.get(customer or "", person.keys[person.customer])))
    return _changed(value, (finders.own if customer in person.namesakes else finders.both).without)


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    return [each if each is None else change(each) for each in value] if isinstance(value, list) else change(value)


def _without_key(text: str, person: Person, finder: Finder) -> str:
    """Return JSON with his keys taken out of columns of customers of slides, of what a mark opens, and him out of its texts."""

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return finder.without(value)
        if isinstance(value, list):
            if len(value) == 2 and value[0] == "customer" and value[1] in person.keys:
                return ["customer", person.keys[value[1]]]
            return [walk(each) for each in value]
        if not isinstance(value, dict):
            return value
        if isinstance(value.get("columns"), list) and isinstance(value.get("rows"), list):
            places = [
                place for place, column in enumerate(value["columns"])
                if isinstance(column, dict) and column.get("secret") in ("customer", "name", "phone")
            ]
            hidden = {**dict.fromkeys(person.texts("name", "phone"), HIDDEN), **person.keys}
            rows = [
                [hidden.get(cell, cell) if place in places and isinstance(cell, str) else cell for place, cell in enumerate(row)]
                for row in value["rows"]
            ]
            value = {**value, "rows": rows}
        return {finder.without(name): walk(each) for name, each in value.items()}

    try:
        told = json.loads(text)
    except ValueError:
        return finder.without(text)
    now = walk(told)
    return text if now == told else json.dumps(now, ensure_ascii=False)


def sweep_rejects(cursor: Cursor, person: Person) -> Counter[Place]:
    """Empty the cells of rows that were not understood and are his: his phone, e-mail, code or name is among them."""
    finder, own = Finder(person, ("own", "names")), Finder(person, ("own",))
    words = {text for text in person.texts("phone", "email", "code", "name") if text not in person.shared}
    names, codes = set(person.texts("name")), words - set(person.texts("name"))
    rows = cursor.execute(
        "select rowid, batch_id, cells, value, line_no from rejects "
        "where batch_id in (select batch_id from batches where store_id = $store) "
        "and (list_has_any(list_transform(cells, lambda cell: trim(cell)), $words) or value in (select unnest($words)) "
        "or $loose <> '(?i)' and regexp_matches(concat_ws(chr(31), array_to_string(cells, chr(31)), value), $loose))",
        {"store": person.store_id, "words": sorted(words), "loose": finder.loose},
    ).fetchall()
    others = _others(cursor, person, {cell.strip() for _row, _batch, cells, *_rest in rows for cell in cells if cell})
    places = _key_places(cursor, person.store_id)
    cells_now, values_now, found = [], [], Counter()
    for row, batch, cells, value, line in rows:
        told = [(cell or "").strip() for cell in [*cells, value]]
        keyed = {told[place] for place in places.get(batch, ()) if place < len(told)}
        is_his = bool(keyed & codes) or any(own.without(cell) != cell for cell in told)
        said_of = {others[cell] for cell in told if cell in others}
        is_his = is_his or (bool(names & {*told}) and not said_of)
        if is_his:
            found["bill_cells", "cells"] += drop_cells(cursor, batch, [line])
        now = [""] * len(cells) if is_his else [cell and finder.without(cell) for cell in cells]
        said = (value and HIDDEN) if is_his else value and finder.without(value)
        if said_of & person.namesakes and not is_his:
            continue
        if now != cells:
            cells_now.append((row, now))
            found["rejects", "cells"] += 1
        if said != value:
            values_now.append((row, said))
            found["rejects", "value"] += 1
    _write(cursor, "rejects", "cells", "VARCHAR[]", cells_now)
    _write(cursor, "rejects", "value", "VARCHAR", values_now)
    return +found


def drop_cells(cursor: Cursor, batch: int, lines: Sequence[int]) -> int:
    """Drop what is kept of other columns of lines of a batch, and return how many rows that were."""
    return cursor.execute(
        "delete from bill_cells where batch_id = $batch and list_contains($lines, line_no)",
        {"batch": batch, "lines": list(lines)},
    ).fetchall()[0][0]


def _others(cursor: Cursor, person: Person, cells: set[str]) -> dict[str, str]:
    """Return those of ``cells`` that are a key, a code, a phone or an e-mail of somebody else, with his key."""
    rows = cursor.execute(
        "select said, customer_key from (select unnest([customer_key, code, phone, email]) as said, customer_key from customers "
        "where store_id = $store and customer_key not in (select own_key from erased_now)) where list_contains($cells, said)",
        {"store": person.store_id, "cells": sorted(cells)},
    ).fetchall()
    return dict(rows)


def _key_places(cursor: Cursor, store_id: int) -> dict[int, list[int]]:
    """Return for each batch at which places its rows say who the customer is."""
    rows = cursor.execute("select batch_id, report from batches where store_id = $store", {"store": store_id}).fetchall()
    places = {}
    for batch, text in rows:
        report = json.loads(text)
        said = [report["mapping"].get(name) for name in ("customer_code", "phone", "email")]
        places[batch] = [place for place, header in enumerate(report["headers"]) if header in said]
    return places


def sweep_reports(cursor: Cursor, person: Person) -> Counter[Place]:
    """Take him out of the reports of batches and the names of their files; edits of namesakes and of managers keep the name."""
    finder, own = Finder(person, ("own", "names")), Finder(person, ("own",))
    anonymous = person.keys[person.customer]
    his = {*person.texts("name", "phone", "email", "code"), *person.keys}
    rows = cursor.execute(
        "select batch_id, file_name, sheet, report from batches where store_id = $store", {"store": person.store_id}
    ).fetchall()
    of_namesakes = _batches_of(cursor, person.store_id, person.namesakes)
    found: Counter[Place] = Counter()
    for batch, file, sheet, text in rows:
        report = json.loads(text)
        edit = report.get("edit") or {}
        look = own if "managers" in edit or "left" in edit or (edit and batch in of_namesakes) else finder
        now = _in_json(report, look.without)
        if look is finder and edit:
            for name, key in (("name", "key"), ("other", "other_key")):
                if edit.get(key) in person.keys:
                    now["edit"] |= {name: person.keys[edit[key]], key: person.keys[edit[key]]}
                elif edit.get(name) in his:
                    now["edit"] |= {name: anonymous}
            now["file"] = batch_name(now, "en")
        file_now = now["file"] if edit else look.without(file)
        now["file"] = file_now
        sheet_now = sheet and look.without(sheet)
        if now != report:
            found["batches", "report"] += 1
        if file_now != file:
            found["batches", "file_name"] += 1
        if sheet_now != sheet:
            found["batches", "sheet"] += 1
        if now != report or file_now != file or sheet_now != sheet:
            cursor.execute(
                "update batches set file_name = $file, sheet = $sheet, report = $report where batch_id = $batch",
                {"file": file_now, "sheet": sheet_now, "report": json.dumps(now, ensure_ascii=False), "batch": batch},
            )
    return found


def _batches_of(cursor: Cursor, store_id: int, customers: Iterable[str]) -> set[int]:
    rows = cursor.execute(
        "select batch_id from profile_rows where store_id = $store and list_contains($keys, customer_key) "
        "union select batch_id from contacts where store_id = $store and list_contains($keys, customer_key) "
        "union select batch_id from care_notes where store_id = $store and list_contains($keys, customer_key) "
        "union select batch_id from ratings where store_id = $store and list_contains($keys, customer_key)",
        {"store": store_id, "keys": sorted(customers)},
    ).fetchall()
    return {row[0] for row in rows}


def _in_json(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {name: _in_json(each, change) for name, each in value.items()}
    if isinstance(value, list):
        return [_in_json(each, change) for each in value]
    return change(value) if isinstance(value, str) else value


def _write(cursor: Cursor, table: str, column: str, kind: str, rows: Sequence[tuple[int, Any]]) -> None:
    if not rows:
        return
    numbers, values = zip(*rows, strict=True)
    of = pa.list_(pa.string()) if kind == "VARCHAR[]" else pa.string()
    cursor.register("swept", pa.table({"row": pa.array(numbers, pa.int64()), "text": pa.array(values, of)}))
    cursor.execute(f"update {table} set {column} = swept.text from swept where {table}.rowid = swept.row")
    cursor.unregister("swept")
