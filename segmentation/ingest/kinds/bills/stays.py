"""Meals that guests had put on their room: a check of the restaurant (转房账), and once more in the bill of the stay (餐饮)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.kept import CELLS_TO_ROOM, METHODS_TO_ROOM, cells_may_say, kept_columns
from segmentation.ingest.mapping import propose_mapping
from segmentation.ingest.questions import MEALS_IN_STAYS, ONLY, STAYS_HOLD_MEALS, TRANSFERRED, Question
from segmentation.ingest.stage import CELL_END
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.language.text import fold_header
from segmentation.language.values import CENT, read_number, yuan
from segmentation.warehouse import Cursor, fetch, run

OUT, COUNT = "out", "count"
_MEALS = re.compile(
    r"^(其中|酒店)?(餐饮部?|餐费|餐厅|[中西]餐厅?|[早午晚]餐|用餐|餐食|酒吧|大堂吧)(消费|费用?|金额|额|收入|账|合计|小计|挂账)*$|"
    r"^(f&?n?b|food(and)?beverages?|restaurants?|dining|meals?|bar)(charges?|amount|total|revenue|sales|spend)?$"
)
_CHARGES = re.compile(
    r"^(房费|房租|房金|房价|客房费|客房收入|住宿费?|洗衣|其他|其它|杂项|杂费|商品|小商品|电话|会议|康乐|迷你吧|服务费|停车)"
    r"(消费|费用?|金额|额|收入|账|合计|小计)*$|"
    r"^(room(charges?|rate|revenue|total|amount)|(lodging|accommodation|laundry|others?|misc(ellaneous)?|minibar|telephone|spa|parking)"
    r"(charges?|revenue|total|amount)?)$"
)
_NEAR = Decimal("0.1")  # by which the sums of two files may differ whose guests cannot be told, and be the same money


def leave_meals_out(found: Examination, cursor: Cursor) -> int:
    """Ask of meals that stand in checks of the restaurant and in bills of stays; count them once where a person says so.

    Checks that were put on a room are left out, and their number returned; where the store has these checks and the file the
    bills of stays, the meals are taken off these bills. Guests who stand on both by name tell what is the same, else the sums.
    """
    asked = (MEALS_IN_STAYS, STAYS_HOLD_MEALS)
    found.questions[:] = [question for question in found.questions if question.code not in asked]
    if found.mends is not None or any(question.code == TRANSFERRED for question in found.questions):
        return 0
    of_stays = _make_own_charges(found, cursor)
    if of_stays:
        run(cursor, "stage/make_checks_of_store", store=found.store_id or 0, words=METHODS_TO_ROOM)
    else:
        may_say = cells_may_say(found, cursor, CELLS_TO_ROOM)
        if not may_say and "payment_method" not in found.mapping:
            return 0
        cells = CELLS_TO_ROOM if may_say else None
        run(cursor, "stage/make_checks_to_room", words=METHODS_TO_ROOM, cells=cells)
        if not _is_any(cursor, "stay_checks"):
            return 0
        _take_charges(found, cursor)
    told = fetch(cursor, "stage/stay_sums").to_pylist()[0]
    if not told["checks"] or not told["charges"]:
        return 0
    by_guest = told["shared"] * 2 >= min(told["of_checks"], told["of_charges"])
    near = abs(told["of_checks"] - told["of_charges"]) <= _NEAR * max(told["of_checks"], told["of_charges"])
    if not by_guest and not near:
        return 0
    run(cursor, "stage/make_stay_taken", by_guest=by_guest, of_charges=of_stays)
    count, amount = cursor.execute("select count(*), coalesce(sum(amount), 0) from stay_taken").fetchall()[0]
    if not count:
        return 0
    _ask(found, of_stays, count, amount.quantize(CENT), told)
    if found.choices.transfers != OUT:
        return 0
    found.money[TRANSFERRED] = amount
    if of_stays:
        cursor.execute(
            "create or replace temp table without_meals as select lines.* replace "
            "(cast(lines.amount - coalesce(stay_taken.amount, 0) as decimal(18, 4)) as amount) from lines "
            "left join stay_taken using (row_no)"
        )
        text = N_("{count} bills of stays came down by {amount} of meals, which the store has as checks of the restaurant.")
        found.notices.append(Notice("meals_taken_off", text, count, {"amount": yuan(amount.quantize(CENT))}))
    else:
        left = "select * from lines where row_no not in (select row_no from stay_taken)"
        cursor.execute(f"create or replace temp table without_meals as {left}")
    cursor.execute("create or replace temp view lines as select * from without_meals")
    return 0 if of_stays else int(count)


def tell_no_transfers(found: Examination) -> None:
    """Say that an answer about money on two bills changed nothing, where no such money was found."""
    asked = (TRANSFERRED, MEALS_IN_STAYS, STAYS_HOLD_MEALS)
    is_asked = any(question.code in asked for question in found.questions)
    if found.choices.transfers and not found.remembered and not is_asked:
        text = N_(
            "No row here was found whose money stands on another bill too: the answer about that (--transfers) changed nothing."
        )
        found.notices.append(Notice("no_transfers", text))


def _ask(found: Examination, of_charges: bool, count: int, amount: Decimal, told: dict[str, Decimal]) -> None:
    other = told["of_checks"] if of_charges else told["of_charges"]
    values = {"count": count, "amount": yuan(amount), "example": told["example"], "other": yuan(other.quantize(CENT))}
    text = N_(
        "{count} checks ({amount}) were put on a room ({example}), and bills of stays hold {other} of meals: the same money, as "
        "it seems. Leave these checks out, so that it counts once (in the shell: --transfers=out), or count them as well "
        "(--transfers=count)."
    )
    if of_charges:
        text = N_(
            "{count} bills of stays hold {amount} of meals, and {other} of the store’s checks were put on a room ({example}): "
            "the same money, as it seems. Take the meals off these bills, so that they count once (in the shell: "
            "--transfers=out), or count them as well (--transfers=count)."
        )
    code = STAYS_HOLD_MEALS if of_charges else MEALS_IN_STAYS
    found.questions.append(Question(code, text, values, "transfers", (OUT, COUNT), found.choices.transfers, amount))


def _make_own_charges(found: Examination, cursor: Cursor) -> bool:
    """Make ``stay_charges`` of the file's own bills of stays; return whether it has any."""
    header = found.mapped_headers().get("amount")
    places = None if header is None else _charges(header, list(kept_columns(found)))
    if places is None:
        return False
    run(cursor, "stage/make_stay_charges", meals=places[0], others=places[1], cell_end=CELL_END)
    return _is_any(cursor, "stay_charges")


def _is_any(cursor: Cursor, table: str) -> bool:
    return bool(cursor.execute(f"select exists (select 1 from {table})").fetchall()[0][0])


def _charges(amount: str, headers: Sequence[str]) -> tuple[list[int], list[int]] | None:
    folded = [fold_header(header) for header in headers]
    meals = [place for place, header in enumerate(folded, 1) if _MEALS.search(header)]
    if not meals or _CHARGES.search(fold_header(amount)) or _MEALS.search(fold_header(amount)):
        return None  # the amount is a charge by itself, and holds none of the others
    return meals, [place for place, header in enumerate(folded, 1) if _CHARGES.search(header)]


def _take_charges(found: Examination, cursor: Cursor) -> None:
    """Make ``stay_charges`` of a sheet that is not read here, else of the store's bills of stays."""
    texts = [CELL_END.join(row) for row in _of_other_sheets(found)]
    places = []
    if not texts and found.store_id is not None:
        told = (
            "select batch_id, headers, report from bill_headers inner join batches using (store_id, batch_id) "
            "where store_id = $store and undone_at is null"
        )
        for batch, headers, report in cursor.execute(told, {"store": found.store_id}).fetchall():
            amount = json.loads(report).get("mapping", {}).get("amount", "")
            meals, others = _charges(amount, headers) or ([], [])
            places += [f"{batch}:{place}:1" for place in meals]
            places += [f"{batch}:{place}:0" for place in others if meals]
    run(cursor, "stage/make_charges_of_store", store=found.store_id or 0, places=places, texts=texts, cell_end=CELL_END)


def _of_other_sheets(found: Examination) -> Iterator[tuple[str, str]]:
    """Yield guest and meals of each stay of sheets that are not read here, as far as they are shown."""
    if found.choices.parts == ONLY:  # whose bills are not to come
        return
    for part in found.readable.unread:
        mapping = propose_mapping(found.spec, part.headers, part.sample) if any(part.headers) else {}
        if "amount" not in mapping:
            continue
        free = ["" if place in mapping.values() else header for place, header in enumerate(part.headers)]
        meals, others = _charges(part.headers[mapping["amount"]], free) or ([], [])
        for row in part.sample:
            cells = [*row, *[""] * (len(part.headers) - len(row))]
            own = sum((read_number(cells[place - 1]) or Decimal(0) for place in meals), Decimal(0))
            beside = sum((read_number(cells[place - 1]) or Decimal(0) for place in others), Decimal(0))
            if own > 0 and (read_number(cells[mapping["amount"]]) or 0) >= own + beside:
                yield cells[mapping["name"]].strip() if "name" in mapping else "", f"{own:.2f}"
