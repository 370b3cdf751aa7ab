"""Meals that guests had put on their room: a check of the restaurant (转房账), and once more in the bill of the stay (餐饮)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from segmentation.ingest.batches import batch_report
from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.kept import CELLS_TO_ROOM, cells_may_say, kept_columns
from segmentation.ingest.mapping import propose_mapping
from segmentation.ingest.questions import MEALS_IN_STAYS, ONLY, STAYS_HOLD_MEALS, TRANSFERRED, Question
from segmentation.ingest.rests import COUNT, OUT, OWN, add_file, charge_places, find_rests, gather
from segmentation.ingest.stage import CELL_END
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.values import CENT, read_number, yuan
from segmentation.warehouse import Cursor, Warehouse


def ask_of_meals(found: Examination, warehouse: Warehouse, cursor: Cursor) -> None:
    """Ask of meals that stand in checks of the restaurant and in bills of stays, where a file brings one and the store the other.

    All rows land; where a person says that it is the same money, the checks rest (``ingest/rests.py``). The answer for one sheet
    of a workbook is that for the others.
    """
    asked = (MEALS_IN_STAYS, STAYS_HOLD_MEALS)
    found.questions[:] = [question for question in found.questions if question.code not in asked]
    found.meals = None
    if found.mends is not None or any(question.code == TRANSFERRED for question in found.questions):
        return
    texts = [CELL_END.join(row) for row in _of_other_sheets(found)]
    if found.store_id is None and not texts:
        return
    places = charge_places(found.mapped_headers().get("amount", ""), list(kept_columns(found)))
    cells = CELLS_TO_ROOM if cells_may_say(found, cursor, CELLS_TO_ROOM) else None
    gather(cursor, 0)  # the file's own first: most have neither, and nobody looks through the store for them
    add_file(cursor, places, cells)
    is_of_stays = _is_any(cursor, "room_charges")
    if not is_of_stays and not _is_any(cursor, "room_checks"):
        return
    numbers = "select distinct upper(bill_no) from lines where bill_no is not null"
    own = [number for (number,) in cursor.execute(numbers).fetchall()]
    gather(cursor, found.store_id or 0, own, texts)
    add_file(cursor, places, cells)
    told = find_rests(cursor, [*_answered(warehouse, found), OWN])
    if not told["checks"]:
        return
    chosen = found.choices.transfers or _said_of_sheets(warehouse, found)
    if chosen != found.choices.transfers:
        found.choices = replace(found.choices, transfers=chosen)
    found.meals = chosen
    _ask(found, is_of_stays, told["checks"], told["amount"].quantize(CENT), told["charges"].quantize(CENT), told["example"])


def tell_no_transfers(found: Examination) -> None:
    """Say that an answer about money on two bills changed nothing, where no such money was found."""
    asked = (TRANSFERRED, MEALS_IN_STAYS, STAYS_HOLD_MEALS)
    is_asked = any(question.code in asked for question in found.questions)
    if found.choices.transfers and not found.remembered and not is_asked:
        text = N_(
            "No row here was found whose money stands on another bill too: the answer about that (--transfers) changed nothing."
        )
        found.notices.append(Notice("no_transfers", text))


def _ask(found: Examination, of_stays: bool, count: int, amount: Decimal, other: Decimal, example: str) -> None:
    values = {"count": count, "amount": yuan(amount), "example": example, "other": yuan(other)}
    text = N_(
        "{count} checks ({amount}) were put on a room ({example}), and bills of stays hold {other} of meals: the same money, as "
        "it seems. Let these checks rest, so that it counts once (in the shell: --transfers=out), or count them as well "
        "(--transfers=count)."
    )
    if of_stays:
        text = N_(
            "{count} of the store’s checks ({amount}) were put on a room ({example}), and bills of stays here hold {other} of "
            "meals: the same money, as it seems. Let these checks rest, so that it counts once (in the shell: --transfers=out), "
            "or count them as well (--transfers=count)."
        )
    code = STAYS_HOLD_MEALS if of_stays else MEALS_IN_STAYS
    found.questions.append(Question(code, text, values, "transfers", (OUT, COUNT), found.choices.transfers, amount))


def _answered(warehouse: Warehouse, found: Examination) -> list[int]:
    """Return the store's imports for which checks rest, the first before."""
    told = (
        "select batch_id from batches where store_id = $store and undone_at is null and mends is null "
        "and contains(report, '\"meals\": \"out\"') order by batch_id"
    )
    return [batch for (batch,) in warehouse.cursor().execute(told, {"store": found.store_id or 0}).fetchall()]


def _said_of_sheets(warehouse: Warehouse, found: Examination) -> str | None:
    """Return what was answered for another sheet of the same workbook, None where nothing was."""
    told = "select max(batch_id) from batches where store_id = $store and sha256 = $sha and undone_at is null"
    values = {"store": found.store_id or 0, "sha": found.readable.sha256}
    [(batch,)] = warehouse.cursor().execute(told, values).fetchall()
    return None if batch is None else batch_report(warehouse, batch).get("meals")


def _is_any(cursor: Cursor, table: str) -> bool:
    return bool(cursor.execute(f"select exists (select 1 from {table} where batch_id = $own)", {"own": OWN}).fetchall()[0][0])


def _of_other_sheets(found: Examination) -> Iterator[tuple[str, str]]:
    """Yield guest and meals of each stay of sheets that are not read here, as far as they are shown."""
    if found.choices.parts == ONLY:  # whose bills are not to come
        return
    for part in found.readable.unread:
        mapping = propose_mapping(found.spec, part.headers, part.sample) if any(part.headers) else {}
        if "amount" not in mapping:
            continue
        free = ["" if place in mapping.values() else header for place, header in enumerate(part.headers)]
        meals, others = charge_places(part.headers[mapping["amount"]], free)
        for row in part.sample:
            cells = [*row, *[""] * (len(part.headers) - len(row))]
            own = sum((read_number(cells[place - 1]) or Decimal(0) for place in meals), Decimal(0))
            beside = sum((read_number(cells[place - 1]) or Decimal(0) for place in others), Decimal(0))
            if own > 0 and (read_number(cells[mapping["amount"]]) or 0) >= own + beside:
                yield cells[mapping["name"]].strip() if "name" in mapping else "", f"{own:.2f}"
