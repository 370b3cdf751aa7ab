"""What a person writes in the app: fields of profiles, ratings, totals of months. Each edit is a batch, listed and undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from segmentation.ingest.batches import batch_name
from segmentation.ingest.books import check_books
from segmentation.ingest.erase.coming import check_not_erased
from segmentation.ingest.kinds.ratings.criteria import read_criterion
from segmentation.ingest.kinds.totals.kind import read_total, too_small
from segmentation.ingest.land import derive, next_batch, record_batch
from segmentation.ingest.looks import is_email
from segmentation.ingest.pending import mark_pending
from segmentation.ingest.report import empty_report
from segmentation.language.errors import ChangedMeanwhile, InputError, Unchanged
from segmentation.language.i18n import N_
from segmentation.language.text import clean, visible
from segmentation.language.values import read_birthday, read_contacts, read_month, read_potential, read_score
from segmentation.settings.kept import walk_in_names, walk_in_words
from segmentation.warehouse import Cursor, Warehouse

FIELDS = ("name", "phone", "email", "module", "region", "manager", "birthday", "potential", "contacts", "note")
LEAST_DIGITS = 7  # of a phone
TELLING = {"name", "phone", "email", "birthday", "note"}  # which nobody writes to somebody who was erased
LONGEST = 500
CLEARED = ""  # in profile_rows: a person emptied the field, so that what files said before counts no more


def edit_profiles(
    warehouse: Warehouse,
    store_id: int,
    changes: Mapping[str, Mapping[str, str | None]],
    today: date | None = None,
    seen: Mapping[str, Mapping[str, str | None]] | None = None,
    said_on: date | None = None,
) -> int | None:
    """Write ``changes`` (customer key → field → text) into the profiles and return the batch; None where nothing changes.

    Fields are ``FIELDS``; None or a blank text clears one. An edit holds against bills and earlier files; a later profile
    file that fills the field, or a later edit, overrules it. A manager counts from ``said_on`` on, without it from the day on
    which the edit is written. Raises InputError, and writes nothing, for a customer who is
    not there, an unknown field, a birthday that is no day or after ``today``, a potential that is neither A, B, C nor 1–100,
    contacts that are no number, what is no e-mail address, a name that means walk-ins, a text that is too long, and where a
    field no more has the text that a person has ``seen`` there (as ``changes``).
    """
    batch = None
    with suppress(Unchanged), warehouse.writing() as cursor:
        walk_in = walk_in_words(walk_in_names(warehouse, store_id))
        wanted = {
            customer: {field: _read(field, text or "", walk_in, today) for field, text in own.items()}
            for customer, own in changes.items()
        }
        store = store_name(cursor, store_id)
        present = present_customers(cursor, store_id, list(wanted))
        check_not_erased(cursor, store_id, [customer for customer, own in wanted.items() if own.keys() & TELLING])
        rows = _changed(wanted, present)
        _check_as_seen(seen or {}, present)
        if not rows:
            raise Unchanged
        batch = land_fields(cursor, store_id, store, rows, walk_in, said_on)
    return batch


def land_fields(
    cursor: Cursor, store_id: int, store: str, rows: Mapping[str, Mapping[str, str | None]], walk_in: list[str],
    said_on: date | None = None, told: Mapping[str, str] | None = None,
) -> int:
    """Write ``rows`` (customer key → field → text, checked) as one edit inside a transaction, and return its batch.

    ``told`` is what the report says of the edit besides.
    """
    batch = next_batch(cursor)
    _write(cursor, store_id, batch, rows, said_on)
    derive(cursor, {"store": store_id, "batch": batch, "walk_in": walk_in})
    first = next(iter(rows))
    named = rows[first].get("name") or present_customers(cursor, store_id, [first]).get(first, {}).get("name") or first
    fields = [field for field in FIELDS if any(field in own for own in rows.values())]
    report = empty_report(store, batch, len(rows))
    report |= {"customers": len(rows), "edit": {"customers": len(rows), "fields": fields, "name": named, **(told or {})}}
    record_batch(cursor, store_id, report | {"file": batch_name(report, "en")})
    return batch


def set_month_total(warehouse: Warehouse, store_id: int, month: date | str, total: Decimal | str | None) -> int | None:
    """Keep ``total`` as the whole revenue of a month in place of the sum of its bills; None takes back what was said.

    Returns the batch, None where nothing changes. Raises InputError, and writes nothing, for what is no month or no amount,
    and for a total that is smaller than the customers' own bills of the month.
    """
    return next(iter(set_month_totals(warehouse, store_id, {month: total})), None)


def set_month_totals(
    warehouse: Warehouse, store_id: int, totals: Mapping[date | str, Decimal | str | None]
) -> list[int]:
    """Keep the totals of several months as ``set_month_total`` does, all or none; return the batches of those that changed."""
    wanted = [_month_total(month, total) for month, total in totals.items()]
    batches: list[int] = []
    with suppress(Unchanged), warehouse.writing() as cursor:
        store_name(cursor, store_id)
        batches += [batch for each in wanted if (batch := _write_total(cursor, store_id, *each)) is not None]
        if not batches:
            raise Unchanged
    return batches


def _month_total(month: date | str, total: Decimal | str | None) -> tuple[date, Decimal | None]:
    first = read_month(str(month))
    if first is None:
        raise InputError("bad_month", N_("“{text}” is not a month. Write it as 2026-09."), text=str(month))
    amount = None if total is None else read_total(str(total))
    if total is not None and amount is None:
        raise InputError("bad_total", N_("“{text}” is not an amount."), text=str(total))
    return first, amount


def _write_total(cursor: Cursor, store_id: int, first: date, amount: Decimal | None) -> int | None:
    """Keep a month's total inside a transaction and return its batch, None where it is that already."""
    store = store_name(cursor, store_id)
    key = {"store": store_id, "month": first}
    said = cursor.execute(
        "select total from month_totals where store_id = $store and month = $month order by batch_id desc limit 1", key
    ).fetchall()
    if amount == (said[0][0] if said else None):
        return None
    own = cursor.execute(
        "select coalesce(sum(amount - walk_in_amount), 0) from days "
        "where store_id = $store and day >= $month and day < $month + interval 1 month", key
    ).fetchall()[0][0]
    if amount is not None and amount < own:
        raise too_small(first, amount, own)
    batch = next_batch(cursor)
    cursor.execute(
        "insert into month_totals values ($store, $batch, $month, $total)", {**key, "batch": batch, "total": amount}
    )
    report = empty_report(store, batch, 1)
    text = None if amount is None else f"{amount:.2f}"
    report |= {"amount": text or "0.00", "edit": {"month": first.isoformat(), "total": text}}
    record_batch(cursor, store_id, report | {"file": batch_name(report, "en")})
    check_books(cursor, store_id)
    return batch


def rate_customers(
    warehouse: Warehouse, store_id: int, scores: Mapping[str, Mapping[str, Decimal | str | None]], day: date
) -> int | None:
    """Keep ``scores`` (customer key → criterion → 0–100) as given on ``day`` and return the batch; None where nothing changes.

    A score equal to the one that counts on that day is no change; None takes the rating back from that day on. On one day an
    edit overrules what came before it. Raises InputError, and writes nothing, for a customer who is not there, a criterion
    without a name, what is no score.
    """
    wanted = {
        (customer, _criterion(criterion)): _score(score) for customer, own in scores.items() for criterion, score in own.items()
    }
    batch = None
    with suppress(Unchanged), warehouse.writing() as cursor:
        store = store_name(cursor, store_id)
        present = present_customers(cursor, store_id, list(scores))
        check_known(scores, present)
        latest = {
            (row["customer_key"], row["criterion"]): row["score"]
            for row in warehouse.rows("facts/latest_ratings", stores=[store_id], as_of=day)
        }
        rows = {key: score for key, score in wanted.items() if score != latest.get(key)}
        if not rows:
            raise Unchanged
        customers = list(dict.fromkeys(customer for customer, _criterion in rows))
        batch = next_batch(cursor)
        _write_ratings(cursor, store_id, batch, rows, day)
        report = empty_report(store, batch, len(rows))
        named = present[customers[0]]["name"] or customers[0]
        criteria = list(dict.fromkeys(criterion for _customer, criterion in rows))
        report |= {"customers": len(customers), "ratings": len(rows), "criteria": len(criteria)}
        report |= {"first_date": day.isoformat(), "last_date": day.isoformat()}
        report |= {"edit": {"customers": len(customers), "criteria": criteria, "name": named}}
        record_batch(cursor, store_id, report | {"file": batch_name(report, "en")})
        mark_pending(cursor, store_id)
    return batch


def _write_ratings(
    cursor: Cursor, store_id: int, batch: int, rows: Mapping[tuple[str, str], Decimal | None], day: date
) -> None:
    size, (customers, criteria) = len(rows), zip(*rows, strict=True)
    columns = {
        "store_id": pa.array([store_id] * size, pa.int32()),
        "batch_id": pa.array([batch] * size, pa.int32()),
        "customer_key": pa.array(customers, pa.string()),
        "criterion": pa.array(criteria, pa.string()),
        "score": pa.array(list(rows.values()), pa.decimal128(9, 4)),
        "rated_on": pa.array([day] * size, pa.date32()),
    }
    cursor.register("edited_ratings", pa.table(columns))
    cursor.execute("insert into ratings by name select * from edited_ratings")
    cursor.unregister("edited_ratings")


def _criterion(text: str) -> str:
    criterion = read_criterion(text)
    if not criterion:
        raise InputError("no_criterion", N_("Write what is rated."))
    if len(criterion) > LONGEST:
        raise InputError("field_too_long", N_("A text is longer than {most} characters. Shorten it."), most=LONGEST)
    return criterion


def _score(text: Decimal | str | None) -> Decimal | None:
    if text is None or not str(text).strip():
        return None
    score = read_score(str(text))
    if score is None:
        raise InputError("bad_score", N_("“{text}” is no score. Write a number from 0 to 100."), text=str(text))
    return score


def _read(field: str, text: str, walk_in: list[str], today: date | None) -> str | None:
    if field not in FIELDS:
        known = ", ".join(FIELDS)
        raise InputError("unknown_field", N_("A profile has no field “{field}”. It has: {known}."), field=field, known=known)
    plain = " ".join(clean(text).split()) if field != "note" else visible(text)
    if len(plain) > LONGEST:
        raise InputError("field_too_long", N_("A text is longer than {most} characters. Shorten it."), most=LONGEST)
    if not plain:
        return None
    if field == "phone":
        message = N_("“{text}” is no phone: it has fewer than {least} digits.")
        if sum(each in "0123456789*" for each in read_phone(plain)) < LEAST_DIGITS:
            raise InputError("bad_phone", message, text=plain, least=LEAST_DIGITS)
        return read_phone(plain)
    if field == "email":
        message = N_("“{text}” is no e-mail address.")
        return _known(plain.lower() if is_email(plain) and "<" not in plain else None, "bad_email", message, plain)
    if field == "name" and plain.lower() in walk_in:
        message = N_("“{name}” stands for walk-ins in this store. Write the customer's own name.")
        raise InputError("walk_in_name", message, name=plain)
    if field == "birthday":
        message = N_("“{text}” is no birthday. Write it as 1980-05-01 or 05-01, a lunar one as lunar 8-15.")
        return _known(read_birthday(plain, today), "bad_birthday", message, plain)
    if field == "potential":
        message = N_("“{text}” is no potential. Write A, B, C or a number from 1 to 100.")
        return _known(read_potential(plain), "bad_potential", message, plain)
    if field == "contacts":
        message = N_("“{text}” is no number of contacts a month. Write it as 4.")
        return _known(read_contacts(plain), "bad_contacts", message, plain)
    return plain


def _known(value: str | None, code: str, message: str, text: str) -> str:
    if value is None:
        raise InputError(code, message, text=text)
    return value


def read_phone(text: str) -> str:
    """Return a phone as files' phones are kept: digits only, without +86; a masked one keeps its stars.

    >>> read_phone("+86 138-0000-0001"), read_phone("138****0001")
    ('13800000001', '138****0001')
    """
    kept = "".join(letter for letter in text if letter in "0123456789*+")
    for prefix in ("+86", "0086", "86"):
        if kept.startswith(prefix) and len(kept) - len(prefix) == 11:
            kept = kept.removeprefix(prefix)
    digits = kept.replace("+", "")
    if not digits.strip("*") or any(letter.isdigit() and not letter.isascii() for letter in text):  # ² is no 2
        raise InputError("bad_phone", N_("“{text}” is not a phone number."), text=text)
    return digits


def store_name(cursor: Cursor, store_id: int) -> str:
    """Return the name of the store; raises InputError where there is none any more."""
    found = cursor.execute("select name from stores where store_id = $store", {"store": store_id}).fetchall()
    if not found:
        raise InputError("unknown_store", N_("This store is not there any more. Nothing was changed."))
    return found[0][0]


def present_customers(cursor: Cursor, store_id: int, customers: list[str]) -> dict[str, dict[str, str | None]]:
    """Return those of ``customers`` whom the store knows, by key, with their ``FIELDS``; walk-ins are nobody."""
    rows = cursor.execute(
        f"select customer_key, {', '.join(FIELDS)} from customers "
        "where store_id = $store and not is_walk_in and customer_key in (select unnest($customers))",
        {"store": store_id, "customers": customers},
    ).fetchall()
    return {key: dict(zip(FIELDS, values, strict=True)) for key, *values in rows}


def read_fields(warehouse: Warehouse, store_id: int, customer: str) -> dict[str, str | None]:
    """Return the ``FIELDS`` of a customer as they are kept now; all None for who is not there."""
    return present_customers(warehouse.cursor(), store_id, [customer]).get(customer, dict.fromkeys(FIELDS))


def check_known(wanted: Iterable[str], present: Mapping[str, Any]) -> None:
    """Raise InputError for the first of ``wanted`` that is not in ``present``."""
    unknown = next((customer for customer in wanted if customer not in present), None)
    if unknown is not None:
        raise InputError("unknown_profile", N_("There is no customer {customer} in this store."), customer=unknown)


def _check_as_seen(seen: Mapping[str, Mapping[str, str | None]], present: Mapping[str, Mapping[str, str | None]]) -> None:
    """Raise ChangedMeanwhile where a customer no more has what was seen of him."""
    others = [
        customer for customer, own in seen.items()
        if any(present.get(customer, {}).get(field) != text for field, text in own.items())
    ]
    if others:
        name = present.get(others[0], {}).get("name") or others[0]
        raise ChangedMeanwhile(
            N_("Meanwhile somebody else changed {count} of these customers ({name} …). Nothing was written; look at them again."),
            count=len(others), name=name,
        )


def _changed(
    wanted: Mapping[str, Mapping[str, str | None]], present: Mapping[str, Mapping[str, str | None]]
) -> dict[str, dict[str, str | None]]:
    check_known(wanted, present)
    changed = {
        customer: {field: text for field, text in own.items() if text != present[customer][field]}
        for customer, own in wanted.items()
    }
    return {customer: own for customer, own in changed.items() if own}


def _write(
    cursor: Cursor, store_id: int, batch: int, rows: Mapping[str, Mapping[str, str | None]], said_on: date | None
) -> None:
    size = len(rows)
    columns: dict[str, Any] = {
        "store_id": pa.array([store_id] * size, pa.int32()),
        "batch_id": pa.array([batch] * size, pa.int32()),
        "customer_key": pa.array(list(rows), pa.string()),
        "explicit": pa.array([True] * size, pa.bool_()),
        "edited": pa.array([True] * size, pa.bool_()),
        "said_on": pa.array([said_on] * size, pa.date32()),
    }
    for field in FIELDS:
        texts = [(own[field] or CLEARED) if field in own else None for own in rows.values()]
        columns[field] = pa.array(texts, pa.string())
    cursor.register("edited_rows", pa.table(columns))
    cursor.execute("insert into profile_rows by name select * from edited_rows")
    cursor.unregister("edited_rows")
