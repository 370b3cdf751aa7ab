"""What a file says and what is proposed for it, before anything is written.

``examine`` is the one way in for the app and the shell: it reads, maps, stages and judges the file
and answers with an Examination, which shows itself to a person and can be landed.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from segmentation.ingest.columns import KEY_COLUMNS, KINDS, PAID_PARTS, PAID_WORDS, UNPAID_WORDS
from segmentation.ingest.control import Control
from segmentation.ingest.day_limits import DayLimits
from segmentation.ingest.examination import REJECT_COLUMNS, Choices, Examination, Future, Overlap, Seen, Status
from segmentation.ingest.mapping import (
    apply_choices,
    check_mapping,
    propose_criteria,
    propose_kind,
    propose_mapping,
    signature,
    unique_headers,
)
from segmentation.ingest.meanwhile import look_at_store
from segmentation.ingest.memory import recall
from segmentation.ingest.mended import find_mended, leave_out_mended, order_of_mended
from segmentation.ingest.ratings import notice_ratings, stage_ratings, undated_day
from segmentation.ingest.readers.child import read_apart
from segmentation.ingest.readers.read import Readable
from segmentation.ingest.stage import Stage, stage_bills, stage_profiles
from segmentation.ingest.totals import notice_small_totals, stage_totals
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_
from segmentation.language.text import one_line
from segmentation.language.values import CENT
from segmentation.settings.kept import walk_in_names
from segmentation.warehouse import Warehouse, fetch, run

MOST_STATUSES = 30
LONGEST_STORE = 60  # characters of a store's name
LARGEST = {"amount": 10**14, "cost": 10**14, "tables": 10**8, "covers": 10**8}  # sums of a file that the warehouse can hold


def examine(
    warehouse: Warehouse,
    store: str,
    path: Path,
    choices: Choices | None = None,
    *,
    file_name: str | None = None,
    today: date | None = None,
    control: Control | None = None,
) -> Examination:
    """Read and judge ``path`` for ``store`` without writing anything.

    Bills more than a day after ``today`` are an open question; where it is None, no day is too late.

    Open questions (a date order, an overlap) are in the answer, not raised. Raises InputError where the
    file cannot be read or lacks a column (then ``error.found`` says what was read so far), Cancelled where
    the work was stopped.
    """
    choices, control = choices or Choices(), control or Control()
    store_id, store = name_store(warehouse, store)
    seen = look_at_store(warehouse, store_id)  # before anything is compared, so that what comes in between is noticed
    control.step(N_("Reading the file"), 0.0)
    work_dir = warehouse.work_dir / uuid.uuid4().hex
    work_dir.mkdir(parents=True)
    try:
        return _examine(warehouse, store, seen, path, choices, file_name, today, work_dir, control)
    except BaseException:
        shutil.rmtree(work_dir, ignore_errors=True)
        raise


def _examine(
    warehouse: Warehouse,
    store: str,
    seen: Seen,
    path: Path,
    choices: Choices,
    file_name: str | None,
    today: date | None,
    work_dir: Path,
    control: Control,
) -> Examination:
    readable = read_apart(
        path,
        work_dir,
        file_name=file_name,
        encoding=choices.encoding,
        sheet=choices.sheet,
        delimiter=choices.delimiter,
        header_row=choices.header_row,
        progress=control.within(N_("Reading the file"), 0.0, 0.3),
        cancelled=lambda: control.cancelled,
    )
    names = unique_headers(readable.headers if readable.headers else [""] * readable.columns)
    names = (*names, *(f"#{place}" for place in range(len(names) + 1, readable.columns + 1)))
    proposed_kind = propose_kind(_padded(readable), readable.sample)
    kind = choices.kind or proposed_kind
    kept = recall(warehouse, seen.store_id, kind, signature(readable.headers))
    merged = _merge(kept, choices)
    proposed = propose_mapping(kind, _padded(readable), readable.sample)
    mapping = apply_choices(kind, names, proposed, _usable(merged.mapping, names, chosen=choices.mapping))
    mapping = {name: place for name, place in mapping.items() if names[place] not in REJECT_COLUMNS}
    if merged.walk_ins_only:
        mapping = {name: place for name, place in mapping.items() if name not in KEY_COLUMNS}
    mapping, criteria = _find_criteria(mapping, names, readable, merged) if kind == "ratings" else (mapping, {})
    found = Examination(
        store, seen, kind, readable, names, mapping, merged, criteria, remembered=kept is not None, work_dir=work_dir
    )
    _notice_sheets(found)
    _notice_bytes(found)
    limits = DayLimits(seen.earliest, today)
    cursor = warehouse.cursor()
    control.attach(cursor)
    try:
        own = [name for name in names if name not in REJECT_COLUMNS]
        check_mapping(kind, mapping, own, bool(merged.walk_ins_only), criteria)
        found.already = same_bytes(warehouse, seen.store_id, kind, readable)
        found.customer_key = "" if kind == "totals" else _customer_key(warehouse, found)
        EXAMINERS[kind](warehouse, found, cursor, limits, work_dir, control)
    except BaseException as error:
        cursor.close()
        if isinstance(error, InputError):
            error.found = found
        raise
    return found


def _find_criteria(
    mapping: dict[str, int], names: Sequence[str], readable: Readable, choices: Choices
) -> tuple[dict[str, int], dict[str, int]]:
    """Return the mapping of ratings and, where the file has a column for each criterion, the criteria with their places.

    A column that names the criterion beside one of scores is the other form; so is whatever of these a person chose.
    """
    pair = ("criterion", "score")
    if all(name in mapping for name in pair) or any(choices.mapping.get(name) for name in pair):
        return mapping, {}
    keys = {name: place for name, place in mapping.items() if name not in pair}
    criteria = propose_criteria(["" if name in REJECT_COLUMNS else name for name in names], readable.sample, keys)
    return (keys, criteria) if criteria else (mapping, {})


def _notice_sheets(found: Examination) -> None:
    """Where nobody chose a sheet, tell of the others that hold a table too."""
    tables = [sheet for sheet in found.readable.sheets if sheet.rows > 2 and sheet.columns > 2]
    others = [sheet for sheet in tables if sheet.name != found.readable.sheet]
    if others and found.choices.sheet is None:
        found.notices.append(
            Notice(
                "other_sheets",
                N_("Only the sheet “{sheet}” is read. Others hold a table too: {others}. Import them as well if you need them."),
                len(others),
                {"sheet": found.readable.sheet, "others": ", ".join(sheet.name for sheet in others)},
            )
        )


def _notice_bytes(found: Examination) -> None:
    """Tell which lines of a text are in another encoding than the rest, and which hold characters that nobody can read."""
    readable = found.readable
    for encoding, count, lines in readable.other_encodings:
        found.notices.append(
            Notice(
                "mixed_encodings",
                N_(
                    "The file mixes encodings: most of it is {encoding}, but {count} lines are {other} (line {lines}). "
                    "Each was read as what it is; look at the names before importing."
                ),
                count,
                {"encoding": readable.encoding, "other": encoding, "lines": _first(lines, count)},
            )
        )
    if readable.lost_lines:
        examples = [f"{line} “{cell}”" for line, cell in readable.first_lost]
        found.notices.append(
            Notice(
                "unreadable_characters",
                N_(
                    "{count} lines hold characters that cannot be read and show as � (line {lines}). Put them right in the file, "
                    "or choose another encoding: such a name is taken for another customer."
                ),
                readable.lost_lines,
                {"lines": _first(examples, readable.lost_lines)},
            )
        )


def _first(items: Sequence[object], count: int) -> str:
    return ", ".join(map(str, items)) + (" …" if len(items) < count else "")


def _padded(readable: Readable) -> list[str]:
    return [*readable.headers, *[""] * (readable.columns - len(readable.headers))]


def _merge(kept: Choices | None, chosen: Choices) -> Choices:
    """What was confirmed for such a file before, overruled by what is chosen now."""
    if kept is None:
        return chosen
    return replace(
        chosen,
        mapping={**kept.mapping, **chosen.mapping},
        paid=chosen.paid if chosen.paid is not None else kept.paid,
        date_order=chosen.date_order or kept.date_order,
        customer_key=chosen.customer_key or kept.customer_key,
        walk_ins_only=kept.walk_ins_only if chosen.walk_ins_only is None else chosen.walk_ins_only,
        numbers_restart=chosen.numbers_restart if chosen.numbers_restart is not None else kept.numbers_restart,
    )


def _usable(mapping: Mapping[str, str | None], names: Sequence[str], chosen: Mapping[str, str | None]) -> dict[str, str | None]:
    return {column: header for column, header in mapping.items() if column in chosen or header is None or header in names}


def find_store(warehouse: Warehouse, store: str) -> int | None:
    """Return the id of the store, None where there is none of that name; invisible marks and blanks make no other name."""
    known = _known_stores(warehouse)
    return known.get(store) or {one_line(name): number for name, number in known.items()}.get(one_line(store))


def name_store(warehouse: Warehouse, text: str) -> tuple[int | None, str]:
    """Return the id (None where it is new) and the name of the store that a person means by ``text``.

    Raises InputError for a name that shows nothing, and for a new one that is too long.
    """
    found, name = find_store(warehouse, text), one_line(text)
    if found is not None:
        return found, next(name for name, number in _known_stores(warehouse).items() if number == found)
    if not name:
        raise InputError("no_store", N_("Say which store the file belongs to."))
    if len(name) > LONGEST_STORE:
        message = N_("The name of a store has at most {most} characters. Shorten it.")
        raise InputError("store_name_too_long", message, most=LONGEST_STORE)
    return None, name


def _known_stores(warehouse: Warehouse) -> dict[str, int]:
    return dict(warehouse.cursor().execute("select name, store_id from stores order by store_id desc").fetchall())


def same_bytes(warehouse: Warehouse, store_id: int | None, kind: str, readable: Readable) -> int | None:
    """Return the live batch of the store that landed the same bytes (of the same sheet), None where there is none."""
    if store_id is None:
        return None
    found = (
        warehouse.cursor()
        .execute(
            "select max(batch_id) from batches where store_id = $store and kind = $kind and sha256 = $sha and undone_at is null "
            "and sheet is not distinct from $sheet",
            {"store": store_id, "kind": kind, "sha": readable.sha256, "sheet": readable.sheet},
        )
        .fetchall()
    )
    return found[0][0]


def _customer_key(warehouse: Warehouse, found: Examination) -> str:
    """The chosen key, else code, phone or name, whichever the file has first; another key in use is pointed out."""
    if found.choices.customer_key:
        wanted = {"code": "customer_code"}.get(found.choices.customer_key, found.choices.customer_key)
        if wanted not in KEY_COLUMNS:
            raise InputError("unknown_key", N_("“{key}” is no customer key. Choose among: code, phone, name."), key=wanted)
        if wanted not in found.mapping and found.mapping.keys() & set(KEY_COLUMNS):
            raise InputError(
                "key_not_in_file",
                N_("The file has no column for the customer key “{key}”. Choose another key or map the column."),
                key=found.choices.customer_key,
            )
        return wanted
    present = [
        name
        for name in KEY_COLUMNS
        if name in found.mapping and any(row[found.mapping[name]].strip() for row in found.readable.sample)
    ]
    if not present:
        return next((name for name in KEY_COLUMNS if name in found.mapping), "name")
    if found.store_id is not None and len(present) > 1:
        known = {name: _known(warehouse, found, name) for name in present}
        best = max(present, key=lambda name: known[name])  # the first of equals
        if best != present[0]:
            label = next(column.label for column in KINDS[found.kind] if column.name == best)
            found.notices.append(
                Notice(
                    "known_by_another_key",
                    N_(
                        "{count} customers of this file are known in this store by “{key}”. Choose that as the key, "
                        "or they will stand twice in the list."
                    ),
                    known[best],
                    {"key": label},
                )
            )
    return present[0]


def _known(warehouse: Warehouse, found: Examination, name: str) -> int:
    place = found.mapping[name]
    cells = list({row[place].strip() for row in found.readable.sample if row[place].strip()})
    return (
        warehouse.cursor()
        .execute(
            "select count(distinct customer_key) from customers "
            "where store_id = $store and not is_walk_in and customer_key in (select unnest($cells))",
            {"store": found.store_id, "cells": cells},
        )
        .fetchall()[0][0]
    )


def _examine_bills(
    warehouse: Warehouse, found: Examination, cursor, limits: DayLimits, work_dir: Path, control: Control
) -> None:
    walk_in = walk_in_names(warehouse, found.store_id or 0)
    found.mends = find_mended(warehouse, found)
    control.step(N_("Reading the rows"), 0.3)
    stage = stage_bills(
        cursor,
        found.readable,
        found.mapping,
        key=found.customer_key,
        walk_in=walk_in,
        paid=None,
        date_order=found.choices.date_order or order_of_mended(warehouse, found),
        limits=limits,
        future=found.choices.future_bills != "reject",
        work_dir=work_dir,
        control=control,
    )
    found.stage, found.readable = stage, stage.readable
    found.date_order, found.open_orders, found.date_examples = stage.days.order, stage.days.open, stage.days.examples
    control.step(N_("Understanding the rows"), 0.55)
    _propose_paid(found, stage)
    mended_before = 0 if found.mends is None else leave_out_mended(warehouse, found)
    _count(found, stage.summarise())
    if mended_before:
        found.lines += mended_before
        found.skipped["mended"] = mended_before
    if found.open_orders:
        return
    stage.make_bills()
    _check_sums(found, stage)
    run(cursor, "stage/make_who", **stage.values)
    _find_future(found, limits)
    if found.mends is not None:
        found.notices.append(
            Notice(
                "mends_batch",
                N_("These are mended rows of import {batch}: they are added to its bills."),
                found.accepted,
                {"batch": found.mends},
            )
        )
    control.step(N_("Comparing with what is there"), 0.7)
    _compare(warehouse, found, cursor)
    _notice(found, cursor)


def _check_sums(found: Examination, stage: Stage) -> None:
    """Raise InputError where the numbers of a file come to more than can be true, or than the warehouse can hold."""
    sums = stage.rows("bill_sums")[0]
    for name, most in LARGEST.items():
        if (sums[name] or 0) >= most:
            raise InputError(
                "sums_too_large",
                N_(
                    "The numbers in the column “{header}” of {file} come to more than {most}, which cannot be. "
                    "Check whether it is the right column."
                ),
                header=found.mapped_headers().get(name, name), file=found.readable.file_name, most=f"{most:,}",
            )


def _find_future(found: Examination, limits: DayLimits) -> None:
    """Note the bills that are dated more than a day ahead, and tell of them where a person keeps them."""
    if found.last_date is None or found.last_date <= limits.latest:
        return
    ahead = Future(limits.today, **found.stage.rows("future_bills")[0])
    found.future = ahead
    if found.choices.future_bills == "keep":
        text = N_("{count} bills ({amount}) are dated in the future, up to {last}; they are taken as they are.")
        values = {"amount": f"¥{ahead.amount:,.2f}", "last": ahead.last_day.isoformat()}
        found.notices.append(Notice("future_bills", text, ahead.bills, values))


def _propose_paid(found: Examination, stage: Stage) -> None:
    if "status" not in found.mapping:
        if found.choices.paid and not found.remembered:
            raise InputError(
                "no_status_column",
                N_("No column with the status “{value}” was found. Say which column it is. The file has: {headers}."),
                value=found.choices.paid[0],
                headers=", ".join(found.names),
            )
        return
    texts = stage.rows("statuses")
    values: dict[str, tuple[int, Decimal]] = {}
    for row in texts:
        lines, amount = values.get(row["status"], (0, Decimal(0)))
        values[row["status"]] = (lines + row["lines"], amount + (row["amount"] or 0))
    if len(values) > MOST_STATUSES and found.choices.paid is None:
        found.mapping.pop("status")
        return
    chosen = found.choices.paid
    proposed = set(chosen) if chosen is not None else propose_paid([(value, amount) for value, (_, amount) in values.items()])
    if chosen is not None and not found.remembered and (unknown := sorted(proposed - values.keys())):
        raise InputError(
            "unknown_status",
            N_("No row has the status “{value}”. The file has: {known}."),
            value=unknown[0],
            known=", ".join(sorted(values)),
        )
    found.statuses = tuple(
        Status(value, lines, amount.quantize(CENT), value in proposed) for value, (lines, amount) in values.items()
    )
    stage.values |= {"has_status": True, "paid": [row["text"] for row in texts if row["status"] in proposed]}


def propose_paid(values: Sequence[tuple[str, Decimal]]) -> set[str]:
    """Return the status values that likely mean paid, given each with its amount.

    Known words decide; a value that nets to less than nothing is a refund and stays, so that it is netted;
    an empty status stays; where no word is known, all but the clearly unpaid.

    >>> sorted(propose_paid([("已结账", Decimal(9)), ("作废", Decimal(3)), ("退款", Decimal(-2)), ("特殊", Decimal(1))]))
    ['已结账', '退款']
    """
    unpaid = {value for value, _ in values if _says_unpaid(value)}
    paid = {value for value, amount in values if value.lower() in PAID_WORDS or value == "" or amount < 0}
    said = (*PAID_WORDS, *PAID_PARTS)
    paid |= {value for value, _ in values if value not in unpaid and any(value.lower().startswith(word) for word in said)}
    paid |= {value for value, _ in values if value not in unpaid and any(word in value.lower() for word in PAID_PARTS)}
    if not paid - {""}:
        paid |= {value for value, _ in values if value not in unpaid}
    return paid


def _says_unpaid(value: str) -> bool:
    """Whether a status says that no money came in: 待付款 does, 买家已付款，等待卖家发货 does not."""
    text = value.lower()
    return any(word in text for word in UNPAID_WORDS) and ("未" in text or not any(word in text for word in PAID_PARTS))


def _count(found: Examination, summary: list[dict[str, Any]]) -> None:
    found.lines = sum(row["lines"] for row in summary) + found.readable.title_rows
    found.skipped = {row["verdict"].removeprefix("skip:"): row["lines"] for row in summary if row["verdict"].startswith("skip:")}
    if found.readable.title_rows:
        found.skipped = {"title": found.readable.title_rows} | found.skipped
    found.rejected = sum(row["lines"] for row in summary if row["verdict"].startswith("reject:"))
    accepted = next((row for row in summary if row["verdict"] == "ok"), None)
    if accepted is None:
        return
    found.accepted = accepted["lines"]
    if "amount" in accepted:
        found.amount, found.first_date, found.last_date = accepted["amount"], accepted["first_day"], accepted["last_day"]
    odd = {
        "damaged_ids": N_(
            "{count} rows carry a number that a spreadsheet shortened (such as 1.38E+10); it was left out. "
            "Export these columns as text."
        ),
        "masked_phones": N_("{count} rows carry a masked phone (138****0000), which does not tell customers apart."),
        "odd_tables": N_("The number of tables in {count} rows is not a number; 1 was taken."),
        "odd_covers": N_("The covers in {count} rows are not a number; they were left out."),
        "odd_costs": N_("The cost in {count} rows is not a number; it was left out."),
        "odd_birthdays": N_("The birthday in {count} rows is not a day, or none that anybody can have; it was left out."),
        "future_months": N_("{count} months have not begun yet. Check how the months are written."),
    }
    found.notices += [Notice(code, text, accepted[code]) for code, text in odd.items() if accepted.get(code)]


def _compare(warehouse: Warehouse, found: Examination, cursor) -> None:
    totals = fetch(cursor, "stage/bill_totals", **found.stage.values).to_pylist()[0]
    found.bills, found.walk_in_bills, found.customers = totals["bills"], totals["walk_in_bills"], totals["customers"]
    found.new_customers = found.customers
    numbers = (totals["numbered_bills"], found.stage.about_numbers)
    restart = False
    if numbers[0] > numbers[1] * 1.03:  # an estimate that is off by a few per cent; only then is counting worth its time
        numbers = run(cursor, "land/repeated_numbers").fetchall()[0]
        restart = numbers[1] * 20 > numbers[0]  # more than 5 % of the numbers stand on several days
    found.numbers_restart = restart
    if found.store_id is not None:
        values = {"store": found.store_id, "walk_in": found.stage.values["walk_in"]}
        found.new_customers = run(cursor, "land/new_customers", **values).fetchall()[0][0]
        known, same_day = run(cursor, "land/known_numbers", **values).fetchall()[0]
        if not restart and ((known >= 5 and same_day == 0) or _numbers_restarted(warehouse, found.store_id)):
            found.numbers_restart = True
        if found.choices.numbers_restart is not None:
            found.numbers_restart = found.choices.numbers_restart
        found.replaces = same_day if found.numbers_restart else known
        _find_overlap(found, cursor, values)
    elif found.choices.numbers_restart is not None:
        found.numbers_restart = found.choices.numbers_restart
    if found.numbers_restart and found.choices.numbers_restart is None:
        found.notices.append(
            Notice(
                "bill_numbers_restart",
                N_("Bill numbers start again in this house: a bill is known by its number together with its day."),
                numbers[0],
            )
        )


def _numbers_restarted(warehouse: Warehouse, store_id: int) -> bool:
    """Whether an earlier file of the store showed that its bill numbers start again: a short one may not show it."""
    told = "select count(*) from batches where store_id = $store and kind = 'bills' and undone_at is null and numbers_restart"
    return warehouse.cursor().execute(told, {"store": store_id}).fetchall()[0][0] > 0


def _find_overlap(found: Examination, cursor, values: Mapping[str, Any]) -> None:
    if found.mends is not None:
        return
    there = fetch(cursor, "land/overlap", **values, unnumbered_only="bill_no" in found.mapping).to_pylist()[0]
    if there["days"]:
        found.overlap = Overlap(**there)
    bills_there, amount_there = run(cursor, "land/overlap_numbered", **values).fetchall()[0]
    if bills_there:
        found.notices.append(
            Notice(
                "days_hold_unnumbered_bills",
                N_(
                    "On the days of this file {count} bills without a number ({amount}) stand already, from an earlier file. "
                    "They stay; undo that file if these are the same bills."
                ),
                bills_there,
                {"amount": f"¥{amount_there:,.2f}"},
            )
        )


def _notice(found: Examination, cursor) -> None:
    phones, names = run(cursor, "stage/double_phones").fetchall()[0]
    if phones:
        found.notices.append(
            Notice(
                "phones_with_several_names",
                N_("{count} phones carry several names. Are they families, or a wrong number?"),
                phones,
            )
        )
    if names:
        found.notices.append(
            Notice(
                "names_with_several_phones",
                N_("{count} names carry several phones. Namesakes, or one guest with two numbers?"),
                names,
            )
        )
    if found.kind == "bills" and found.bills and found.walk_in_bills == found.bills and not found.choices.walk_ins_only:
        found.notices.append(
            Notice("only_walk_ins", N_("No bill of this file names a customer: all {count} are walk-ins."), found.bills)
        )
    unsure = [
        status for status in found.statuses if not status.paid and not _says_unpaid(status.value)
    ]
    if unsure and found.choices.paid is None:
        found.notices.append(
            Notice(
                "status_unknown",
                N_("{count} rows with the status {values} were taken as not paid. Check the choice."),
                sum(status.lines for status in unsure),
                {"values": ", ".join(f"“{status.value}”" for status in unsure)},
            )
        )


def _examine_profiles(
    warehouse: Warehouse, found: Examination, cursor, limits: DayLimits, work_dir: Path, control: Control
) -> None:
    control.step(N_("Reading the rows"), 0.3)
    stage = stage_profiles(
        cursor,
        found.readable,
        found.mapping,
        key=found.customer_key,
        walk_in=walk_in_names(warehouse, found.store_id or 0),
        today=limits.today,
        work_dir=work_dir,
        control=control,
    )
    found.stage, found.readable = stage, stage.readable
    _count(found, stage.rows("profile_summary"))
    totals = stage.rows("profile_totals")[0]
    found.partly = totals["lines"] - found.accepted
    found.new_customers = found.customers = totals["customers"]
    run(cursor, "stage/make_profile_who", **stage.values)
    if found.store_id is not None:
        found.new_customers = run(cursor, "land/new_customers", store=found.store_id, walk_in=stage.values["walk_in"]).fetchall()[
            0
        ][0]
        _notice_strangers(warehouse, found)
    if found.customers < totals["lines"]:
        found.notices.append(
            Notice(
                "repeated_profiles",
                N_("{count} rows repeat a customer of this file; the last row counts."),
                totals["lines"] - found.customers,
            )
        )
    _notice(found, cursor)


def _notice_strangers(warehouse: Warehouse, found: Examination) -> None:
    visited = (
        warehouse.cursor()
        .execute("select count(distinct customer_key) from visits where store_id = $store", {"store": found.store_id})
        .fetchall()[0][0]
    )
    if visited and found.customers and found.new_customers * 2 > found.customers:
        found.notices.append(
            Notice(
                "profiles_without_bills",
                N_(
                    "{count} of these customers have no bill under this key. If your bills name customers in another way "
                    "(phone, name), choose that as the key."
                ),
                found.new_customers,
            )
        )


def _examine_totals(
    warehouse: Warehouse, found: Examination, cursor, limits: DayLimits, work_dir: Path, control: Control
) -> None:
    control.step(N_("Reading the rows"), 0.3)
    found.stage = stage_totals(
        cursor, found.readable, found.mapping, store_id=found.store_id, limits=limits, work_dir=work_dir, control=control
    )
    found.readable = found.stage.readable
    _count(found, found.stage.rows("total_summary"))
    found.notices += notice_small_totals(found.stage)


def _examine_ratings(
    warehouse: Warehouse, found: Examination, cursor, limits: DayLimits, work_dir: Path, control: Control
) -> None:
    control.step(N_("Reading the rows"), 0.3)
    undated, by_bills = undated_day(warehouse, found.store_id, limits.today)
    found.stage = stage_ratings(
        cursor,
        found.readable,
        found.mapping,
        found.criteria,
        key=found.customer_key,
        walk_in=walk_in_names(warehouse, found.store_id or 0),
        store_id=found.store_id,
        undated=undated,
        date_order=found.choices.date_order,
        limits=limits,
        work_dir=work_dir,
        control=control,
    )
    days = found.stage.days
    found.readable = found.stage.readable
    found.date_order, found.open_orders, found.date_examples = days.order, days.open, days.examples
    _count(found, found.stage.rows("rating_summary"))
    if found.open_orders:
        return
    totals = found.stage.rows("rating_totals")[0]
    found.ratings, found.customers, found.rated_criteria = totals["ratings"], totals["customers"], totals["criteria"]
    found.first_date, found.last_date, found.partly = totals["first_day"], totals["last_day"], totals["partly"]
    found.notices += notice_ratings(totals, undated, by_bills)


EXAMINERS = {
    "bills": _examine_bills, "customers": _examine_profiles, "ratings": _examine_ratings, "totals": _examine_totals,
}
