"""What an owner says of his managers: rank, capacity, phone, days in office, who is who, who has whom. Each edit is a batch."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

import pyarrow as pa

from segmentation.ingest.batches import batch_name
from segmentation.ingest.edit import CLEARED, LONGEST, check_known, land_fields, present_customers, read_phone, store_name
from segmentation.ingest.land import next_batch, record_batch
from segmentation.ingest.report import empty_report
from segmentation.language.errors import ChangedMeanwhile, InputError, Unchanged
from segmentation.language.i18n import N_
from segmentation.language.text import clean, is_nobody
from segmentation.language.values import SANE_YEARS, spell
from segmentation.settings.kept import walk_in_names, walk_in_words
from segmentation.warehouse import Cursor, Warehouse, run

FIELDS = ("rank", "capacity", "phone", "from_day", "until_day", "same_as", "not_same")
HIGHEST, LOWEST = 1, 5  # ranks: owner or general manager, staff
MOST_CAPACITY = 9999

Said = Mapping[str, str | None]  # field of a manager → text, None: nothing is said


def edit_managers(
    warehouse: Warehouse, store_id: int, changes: Mapping[str, Said], seen: Mapping[str, Said] | None = None
) -> int | None:
    """Write ``changes`` (name → field → text) into the register of managers and return the batch; None where nothing changes.

    Fields are ``FIELDS``; None or a blank text takes one back. A name that nobody has said anything of joins the register.
    ``not_same`` names a manager who was asked about and is somebody else. ``same_as`` names the manager who is meant by this
    name too; whoever meant the name then means him as well. Raises
    InputError, and writes nothing, for a missing or too long name, an unknown field, a rank that is none of 1 to 5, a capacity
    that is no whole number from 0, what is no phone or day, a last day before the first, a manager who is to be himself, and
    where a field no more has the text that a person has ``seen`` there (as ``changes``).
    """
    wanted = {_name(name): {field: _read(field, text or "") for field, text in own.items()} for name, own in changes.items()}
    batch = None
    with suppress(Unchanged), warehouse.writing() as cursor:
        store = store_name(cursor, store_id)
        present = _present(cursor, store_id)
        _check_as_seen(seen or {}, present)
        rows = {
            name: changed for name, own in wanted.items()
            if (changed := {field: text for field, text in own.items() if text != present.get(name, {}).get(field)})
            or name not in present
        }
        _check_sense({name: {**present.get(name, {}), **own} for name, own in rows.items()}, present)
        if not rows:
            raise Unchanged
        batch = _land(cursor, store_id, store, rows)
    return batch


def assign_customers(
    warehouse: Warehouse, store_id: int, managers: Mapping[str, str], day: date, seen: Mapping[str, str | None] | None = None
) -> int | None:
    """Give customers to managers (customer key → name) from ``day`` on, as one edit of their profiles, and return its batch.

    A manager whom bills alone name is no assignment, and is written too; None where all of them are assigned so already. Raises
    InputError, and writes nothing, for a customer who is not there, a missing name, and where a customer is no more assigned to
    whom a person has ``seen`` him assigned to (None: nobody).
    """
    batch = None
    with suppress(Unchanged), warehouse.writing() as cursor:
        store, rows = store_name(cursor, store_id), _passing(cursor, store_id, managers, seen)
        if not rows:
            raise Unchanged
        walk_in = walk_in_words(walk_in_names(warehouse, store_id))
        batch = land_fields(cursor, store_id, store, rows, walk_in, day)
    return batch


def hand_over(
    warehouse: Warehouse, store_id: int, leaving: str, managers: Mapping[str, str], day: date, last_day: date | None,
    seen: Mapping[str, str | None] | None = None, seen_last: date | None = None,
) -> int | None:
    """Give a leaving manager's customers to others as ``assign_customers`` does and keep his last day, as one edit; its batch.

    ``last_day`` None leaves his last day as it is. Raises InputError, and writes nothing, as ``assign_customers`` and
    ``edit_managers`` do, and where his last day is no more the one that a person has seen (``seen_last``) nor the one wanted.
    """
    batch = None
    with suppress(Unchanged), warehouse.writing() as cursor:
        store, rows = store_name(cursor, store_id), _passing(cursor, store_id, managers, seen)
        present, until = _present(cursor, store_id), last_day and last_day.isoformat()
        was = present.get(leaving, {}).get("until_day")
        if until and was not in (until, seen_last and seen_last.isoformat()):
            _check_as_seen({leaving: {"until_day": seen_last and seen_last.isoformat()}}, present)
        left = {leaving: {"until_day": until}} if until and until != was else {}
        _check_sense({name: {**present.get(name, {}), **own} for name, own in left.items()}, present)
        if not rows and not left:
            raise Unchanged
        walk_in = walk_in_words(walk_in_names(warehouse, store_id))
        if rows:
            told = {"left": leaving, **({"until_day": until} if left else {})}
            batch = land_fields(cursor, store_id, store, rows, walk_in, day, told)
            if left:
                _write(cursor, store_id, batch, left)
        else:
            batch = _land(cursor, store_id, store, left)
    return batch


def _passing(
    cursor: Cursor, store_id: int, managers: Mapping[str, str], seen: Mapping[str, str | None] | None
) -> dict[str, Said]:
    """Return the customers who are not assigned so already with their manager, as fields of profiles, all of them checked."""
    wanted = {customer: _name(name) for customer, name in managers.items()}
    check_known(wanted, present_customers(cursor, store_id, list(wanted)))
    assigned = dict(run(cursor, "facts/assigned_customers", store=store_id, customers=list(wanted)).fetchall())
    if any(assigned.get(customer) not in (manager, wanted.get(customer)) for customer, manager in (seen or {}).items()):
        raise ChangedMeanwhile(
            N_("Meanwhile somebody else gave some of these customers to a manager. Nothing was written; look at them again.")
        )
    return {customer: {"manager": name} for customer, name in wanted.items() if assigned.get(customer) != name}


def _land(cursor: Cursor, store_id: int, store: str, rows: Mapping[str, Said]) -> int:
    """Write what is said of managers as one edit inside a transaction, and return its batch."""
    batch = next_batch(cursor)
    _write(cursor, store_id, batch, rows)
    fields = [field for field in FIELDS if any(field in own for own in rows.values())]
    report = empty_report(store, batch, len(rows))
    report |= {"edit": {"managers": len(rows), "fields": fields, "name": next(iter(rows))}}
    record_batch(cursor, store_id, report | {"file": batch_name(report, "en")})
    return batch


def _write(cursor: Cursor, store_id: int, batch: int, rows: Mapping[str, Said]) -> None:
    cursor.register("edited_managers", _rows(store_id, batch, rows))
    cursor.execute("insert into manager_rows by name select * from edited_managers")
    cursor.unregister("edited_managers")


def _present(cursor: Cursor, store_id: int) -> dict[str, dict[str, str | None]]:
    rows = run(cursor, "facts/manager_fields", store=store_id).fetchall()
    return {name: dict(zip(FIELDS, texts, strict=True)) for name, *texts in rows}


def _rows(store_id: int, batch: int, rows: Mapping[str, Said]) -> pa.Table:
    size = len(rows)
    columns = {
        "store_id": pa.array([store_id] * size, pa.int32()),
        "batch_id": pa.array([batch] * size, pa.int32()),
        "name": pa.array(list(rows), pa.string()),
    }
    for field in FIELDS:
        texts = [(own[field] or CLEARED) if field in own else None for own in rows.values()]
        columns[field] = pa.array(texts, pa.string())
    return pa.table(columns)


def _name(text: str) -> str:
    name = " ".join(clean(text).split())
    if not name or is_nobody(name):
        raise InputError("no_manager_name", N_("Write the name of the account manager."))
    _check_length(name)
    return name


def _check_length(text: str) -> None:
    if len(text) > LONGEST:
        raise InputError("field_too_long", N_("A text is longer than {most} characters. Shorten it."), most=LONGEST)


def _read(field: str, text: str) -> str | None:
    if field not in FIELDS:
        known = ", ".join(FIELDS)
        raise InputError("unknown_field", N_("A manager has no field “{field}”. He has: {known}."), field=field, known=known)
    plain = " ".join(clean(text).split())
    _check_length(plain)
    if not plain:
        return None
    if field == "rank":
        return _whole(plain, HIGHEST, LOWEST, "bad_rank", N_("“{text}” is no rank. Write a number from {low} to {high}."))
    if field == "capacity":
        message = N_("“{text}” is no number of customers. Write a whole number from {low} to {high}.")
        return _whole(plain, 0, MOST_CAPACITY, "bad_capacity", message)
    if field == "phone":
        return read_phone(plain)
    return _day(plain) if field in ("from_day", "until_day") else plain


def _whole(text: str, low: int, high: int, code: str, message: str) -> str:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
    if not low <= number <= high:
        raise InputError(code, message, text=text, low=low, high=high)
    return str(number)


def _day(text: str) -> str:
    day = spell(text).day
    if day is None or day.year not in SANE_YEARS:
        raise InputError("bad_day", N_("“{text}” is not a day. Write it as 2026-09-30."), text=text)
    return day.isoformat()


def _check_as_seen(seen: Mapping[str, Said], present: Mapping[str, Said]) -> None:
    for name, own in seen.items():
        if any((text or None) != present.get(name, {}).get(field) for field, text in own.items()):
            raise ChangedMeanwhile(
                N_("Meanwhile somebody else changed the manager {name}. Nothing was written; look at the register again."),
                name=name,
            )


def _check_sense(managers: Mapping[str, Said], present: Mapping[str, Said]) -> None:
    """Raise InputError for whoever leaves before he comes, and who would be himself by way of others."""
    for name, own in managers.items():
        first, last = own.get("from_day"), own.get("until_day")
        if first and last and date.fromisoformat(last) < date.fromisoformat(first):
            raise InputError(
                "days_reversed", N_("The last day of {name} ({last}) is before the first ({first})."),
                name=name, first=first, last=last,
            )
        told, at = {**present, **managers}, own.get("same_as")
        passed = {name}
        while at:
            if at in passed:
                raise InputError("same_as_himself", N_("{name} cannot be another name of himself."), name=name)
            passed.add(at)
            at = told.get(at, {}).get("same_as")
