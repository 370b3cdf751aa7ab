"""What a file says and what is proposed for it, before anything is written.

``examine`` is the one way in for the app and the shell: it reads, maps, stages and judges the file
and answers with an Examination, which shows itself to a person and can be landed.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

from segmentation.ingest.coded_names import holds_codes, tell_coded_names
from segmentation.ingest.columns import KEY_COLUMNS, NAME_PARTS
from segmentation.ingest.control import Control
from segmentation.ingest.day_limits import DayLimits
from segmentation.ingest.days_above import with_days_above
from segmentation.ingest.evidence import collect
from segmentation.ingest.examination import REJECT_COLUMNS, Choices, Examination, Seen, say_files
from segmentation.ingest.joined import Join, JoinedTable, open_joined
from segmentation.ingest.kind import Kind
from segmentation.ingest.kinds.registry import KINDS, OF_ORDERS, propose_kind
from segmentation.ingest.known_shapes import refuse_chat, refuse_shape
from segmentation.ingest.looks import holds_phone
from segmentation.ingest.mapping import apply_choices, fold_table, propose_mapping, signature, unique_headers
from segmentation.ingest.meanwhile import look_at_store
from segmentation.ingest.memory import recall
from segmentation.ingest.oddities import Looking
from segmentation.ingest.other_sheets import LEFT, find_better_sheet, list_bill_sheets, say_unread, with_unread
from segmentation.ingest.questions import OTHER_FILES, TOO
from segmentation.ingest.readers.child import read_apart
from segmentation.ingest.readers.hidden_rows import list_hidden_rows
from segmentation.ingest.readers.read import Readable
from segmentation.ingest.readers.sheets import TOGETHER
from segmentation.ingest.readers.unvalued import count_unvalued
from segmentation.ingest.right_store import ask_right_store
from segmentation.ingest.stage import Desk
from segmentation.ingest.title import house_in, house_of
from segmentation.ingest.which_key import choose_key
from segmentation.ingest.whole_days import with_whole_days
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header, one_line
from segmentation.warehouse import Warehouse

_HEADING_ROWS = 5  # above which no table has its headers
LONGEST_STORE = 60  # characters of a store's name

_UNVALUED = N_(
    "{count} cells hold a formula without the figure that it comes to, and rows lack it. Open the file in Excel or WPS, save it, "
    "and import it again."
)
DAYS_OF_ABOVE = N_("{count} rows say no day of their own, as account books print it once; they have that of the row above.")


def examine(
    warehouse: Warehouse,
    store: str,
    path: Path,
    choices: Choices | None = None,
    *,
    file_name: str | None = None,
    today: date | None = None,
    control: Control | None = None,
    join: Join | None = None,
) -> Examination:
    """Read and judge ``path`` for ``store`` without writing anything.

    Where files belong to it (``join``), what they make together is examined, unless a person said that each is for itself.
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
        with closing(Looking()) as looking:
            return _examine(warehouse, store, seen, path, choices, file_name, today, work_dir, control, join, looking)
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
    join: Join | None,
    looking: Looking,
) -> Examination:
    def read(sheet: str | None) -> Readable:
        return read_apart(
            path,
            work_dir,
            file_name=file_name,
            encoding=choices.encoding,
            sheet=sheet,
            delimiter=choices.delimiter,
            header_row=choices.header_row,
            progress=control.within(N_("Reading the file"), 0.0, 0.3),
            cancelled=lambda: control.cancelled,
        )

    readable = read(choices.sheet)
    free = choices.sheet is None and choices.kind in (None, OF_ORDERS.key) and choices.header_row is None
    if free and (better := find_better_sheet(readable)):
        readable = with_unread(read(better), readable)
    readable, filled = with_whole_days(readable, work_dir)
    readable, days_told = with_days_above(readable, work_dir)
    looking.begin(readable)
    cursor = warehouse.cursor()
    control.attach(cursor)
    table, found = None, None
    try:
        if join is not None and choices.join != "no" and choices.kind in (None, OF_ORDERS.key):
            table = open_joined(cursor, join, readable, work_dir, control)
        found = _understand(warehouse, store, seen, readable, table, choices, today, work_dir)
        if join is not None:
            found.questions.append(join.question(choices.join))
        if filled:
            found.notices.append(Notice("days_of_above", DAYS_OF_ABOVE, filled))
        if days_told is not None:
            found.notices.append(days_told)
        if choices.kind is None:
            refuse_shape(_words_above(readable), bool(found.mapping.keys() & {*KEY_COLUMNS, *NAME_PARTS}))
            if "date" not in found.mapping:
                refuse_chat(found.names, found.readable.sample)
            found.spec.refuse(found)
        found.check_columns()
        if table is not None:
            found.readable = table.write(found.mapping, control)
        found.already = same_bytes(warehouse, seen.store_id, found.kind, found.readable)
        if found.spec.names_customers:
            folded, cells = fold_table(_padded(found.readable), found.readable.sample)
            found.key_evidence = collect(found.mapping, found.spec.columns, folded, cells)
            found.customer_key = choose_key(warehouse, found)
        found.hidden_rows = list_hidden_rows(path, found.readable.parts)
        control.step(N_("Reading the rows"), 0.3)
        found.spec.examine(found, Desk(warehouse, cursor, DayLimits(seen.earliest, today), work_dir, control, looking))
        if found.rejected and (count := count_unvalued(path, found.readable.parts)):
            found.unvalued = count
            found.notices.append(Notice("formulas_unvalued", _UNVALUED, count))
        ask_right_store(warehouse, found)
    except BaseException as error:
        cursor.close()
        if isinstance(error, InputError):
            error.found = found
        raise
    return found


def _understand(
    warehouse: Warehouse,
    store: str,
    seen: Seen,
    readable: Readable,
    table: JoinedTable | None,
    choices: Choices,
    today: date | None,
    work_dir: Path,
) -> Examination:
    """Return what the columns of a file mean, or those of the ``table`` that it is a part of."""
    readable = table.readable if table else readable
    names = unique_headers(readable.headers if readable.headers else [""] * readable.columns)
    names = (*names, *(f"#{place}" for place in range(len(names) + 1, readable.columns + 1)))
    proposed_kind = OF_ORDERS.key if table else propose_kind(_padded(readable), readable.sample)
    kind = KINDS[choices.kind or proposed_kind]
    kept = recall(warehouse, seen.store_id, kind.key, signature(readable.headers))
    merged = _merge(kept, choices)
    if merged.stored in names:
        merged = replace(merged, mapping={**merged.mapping, "stored": merged.stored})
    proposed = table.mapping if table else propose_mapping(kind, _padded(readable), readable.sample)
    mapping = apply_choices(kind, names, proposed, _usable(merged.mapping, names, chosen=choices.mapping))
    mapping = {name: place for name, place in mapping.items() if names[place] not in REJECT_COLUMNS}
    if "name" in mapping and not {"customer_code"} & {*mapping, *merged.mapping}:
        people = [row[mapping["name"]] for row in readable.sample if mapping["name"] < len(row)]
        if holds_codes(people) and not _know_whole(warehouse, seen.store_id, people):
            mapping |= {"customer_code": mapping["name"]}  # 80003(邝子墨)
    if "phone" not in {*mapping, *merged.mapping} and any(column.name == "phone" for column in kind.columns):
        people = [row[mapping["name"]] for row in readable.sample if "name" in mapping and mapping["name"] < len(row)]
        mapping |= {"phone": mapping["name"]} if any(map(holds_phone, people)) else {}  # 陆景行/13512345678
    mapping = _with_wanted_key(kind, names, mapping, merged)
    if merged.walk_ins_only and merged.parts == TOO and mapping.keys() & {*KEY_COLUMNS, *NAME_PARTS}:
        merged = replace(merged, walk_ins_only=None)  # said of another sheet, which names no customer
    if merged.walk_ins_only:
        mapping = {name: place for name, place in mapping.items() if name not in (*KEY_COLUMNS, *NAME_PARTS)}
    mapping, criteria = kind.criteria(mapping, names, readable, merged)
    marks = kind.marks(names, readable.sample, mapping, merged)
    found = Examination(
        store, seen, kind, readable, names, mapping, merged, criteria,
        remembered=kept is not None, remembered_order=kept.date_order if kept and not choices.date_order else None,
        mark_columns=marks, work_dir=work_dir,
        today=today, house=house_in(readable.titles) or house_of(names, readable.sample),
    )
    _notice_sheets(found)
    _notice_bytes(found)
    tell_coded_names(found)
    _notice_kind(found, KINDS[proposed_kind])
    found.notices += table.notices if table else []
    return found


def _know_whole(warehouse: Warehouse, store_id: int | None, cells: Sequence[str]) -> bool:
    """Whether the store knows customers by such cells as they are: another key would have them twice."""
    told = (
        "select exists (select 1 from customers where store_id = $store and not is_walk_in "
        "and customer_key in (select unnest($cells)) and regexp_matches(customer_key, '[0-9]'))"
    )
    cells = sorted({cell.strip() for cell in cells})
    return bool(warehouse.cursor().execute(told, {"store": store_id or 0, "cells": cells}).fetchall()[0][0])


def _notice_sheets(found: Examination) -> None:
    """Tell which sheets are read together, which others hold rows and are not read, and what merged cells became."""
    readable = found.readable
    if len(readable.parts) > 1 and not readable.joined:
        found.notices.append(
            Notice(
                "sheets_together",
                N_("{count} files with the same columns are read together: {sheets}.")
                if readable.of_files
                else N_("{count} sheets with the same columns are read together: {sheets}."),
                len(readable.parts),
                {"sheets": ", ".join(f"{part.sheet} ({part.rows:,})" for part in readable.parts)},
            )
        )
    copies = [sheet for sheet in readable.unread if sheet.why == "copy"]
    found.bill_sheets = tuple(list_bill_sheets(readable)) if found.choices.kind in (None, OF_ORDERS.key) else ()
    found.sheets_told = {part.sheet: say_unread(part) for part in readable.unread if part.sheet in found.bill_sheets}
    coming = found.bill_sheets if found.choices.parts == TOO else ()
    others = [sheet for sheet in readable.unread if sheet.why in LEFT and sheet.sheet not in coming]
    files = [sheet for sheet in readable.unread if sheet.why == "other_file"]
    for code, sheets, text in (
        (OTHER_FILES, files, say_files(found.choices.parts)),
        ("copied_sheets", copies, N_("The rows of the sheets {others} stand in “{sheet}” too; they are read once.")),
        (
            "other_sheets",
            others,
            N_("Only the sheet “{sheet}” is read. Others hold a table too: {others}. Import them as well if you need them."),
        ),
    ):
        if sheets:
            told = ", ".join(map(say_unread, sheets))
            found.notices.append(Notice(code, text, len(sheets), {"sheet": readable.sheet, "others": told}))
    if readable.merged:
        found.notices.append(
            Notice(
                "merged_cells",
                N_("{count} cells are merged with the one above and got its value ({columns})."),
                sum(cells for _, cells in readable.merged),
                {"columns": ", ".join(found.names[place] for place, _ in readable.merged if place < len(found.names))},
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


def _notice_kind(found: Examination, looks_like: Kind) -> None:
    """Tell where the file plainly is of another kind than a person says; what nobody else claims is bills, which says little."""
    if looks_like.key == found.kind or looks_like.claims([], []):
        return
    text = N_("The file is read as “{kind}” because you said so, but it looks like “{other_kind}”. See what its columns mean.")
    found.notices.append(Notice("kind_contradicted", text, values={"kind": found.spec.label, "other_kind": looks_like.label}))


def _words_above(readable: Readable) -> Iterator[str]:
    """Yield what stands above the rows: names of file and sheet, titles, headers, and first rows that may be headers too."""
    yield from (Path(readable.file_name).stem, readable.sheet or "", *readable.headers)
    for row in readable.sample[:_HEADING_ROWS]:
        yield from row
    with readable.path.open(encoding="utf-8-sig", errors="replace", newline="") as text:
        for line in islice(text, min(readable.skip_lines, _HEADING_ROWS)):
            yield from (cell.strip(' "\r\n') for cell in line.split(readable.read_delimiter))


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
        meanings={
            header: {**kept.meanings.get(header, {}), **chosen.meanings.get(header, {})}
            for header in (*kept.meanings, *chosen.meanings)
        },
        currency=chosen.currency or kept.currency,
        amounts=chosen.amounts or kept.amounts,
        refunds=chosen.refunds or kept.refunds,
        discounts=chosen.discounts or kept.discounts,
        stored=chosen.stored or kept.stored,
        points=chosen.points or kept.points,
        unit=chosen.unit or kept.unit,
        zone=chosen.zone or kept.zone,
        same_numbers=chosen.same_numbers or kept.same_numbers,
        on_account=chosen.on_account or kept.on_account,
        payments=chosen.payments or kept.payments,
        blank_dates=chosen.blank_dates or kept.blank_dates,
        blank_names=chosen.blank_names or kept.blank_names,
        added=chosen.added or kept.added,
        tips=chosen.tips or kept.tips,
        transfers=chosen.transfers or kept.transfers,
        bookers=chosen.bookers or kept.bookers,
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
    """Return the last live batch of the store that landed the same bytes, None unless every sheet to be read was in one.

    A batch of which a later one replaced all is there no more: a person may want the first version back.
    """
    if store_id is None:
        return None
    landed = (
        warehouse.cursor()
        .execute(
            "with landed as (select batch_id, replaced_by from bills where store_id = $store "
            "union all select batch_id, replaced_by from stored_value where store_id = $store) "
            "select batch_id, sheet from batches "
            "where store_id = $store and kind = $kind and sha256 = $sha and undone_at is null "
            "and coalesce((report ->> 'header_row')::integer, $header) = $header "  # a table below has its header on another row
            "and (batch_id not in (select batch_id from landed) or exists (select 1 from landed "
            "where landed.batch_id = batches.batch_id and (coalesce(landed.replaced_by, -1) < 0 "
            "or landed.replaced_by in (select mending.batch_id from batches as mending "
            "where mending.mends = batches.batch_id))))",
            {"store": store_id, "kind": kind, "sha": readable.sha256, "header": readable.header_row},
        )
        .fetchall()
    )
    wanted = set(_sheets(readable.sheet))
    there = {batch: wanted & set(_sheets(sheet)) for batch, sheet in landed}
    return max(batch for batch in there if there[batch]) if wanted <= set().union(*there.values()) else None


def _sheets(sheet: str | None) -> list[str]:
    return [""] if sheet is None else sheet.split(TOGETHER)


def _with_wanted_key(kind: Kind, names: Sequence[str], mapping: dict[str, int], choices: Choices) -> dict[str, int]:
    """Return the mapping with the column of the key that a person chose, though its values tell nobody apart."""
    wanted = {"code": "customer_code"}.get(choices.customer_key or "", choices.customer_key)
    column = next((column for column in kind.columns if column.name == wanted), None)
    if column is None or wanted in mapping or wanted in choices.mapping:
        return mapping
    free = [place for place, name in enumerate(names) if fold_header(name) in column.synonyms and place not in mapping.values()]
    return mapping | {wanted: free[0]} if free else mapping
