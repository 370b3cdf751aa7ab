"""A file of bills weighed: what its statuses mean, its sums and days, and what of it the store has already."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from segmentation.ingest.day_limits import DayLimits
from segmentation.ingest.examination import Examination, Future, Overlap, Status
from segmentation.ingest.kinds.bills.lines import BillStage, stage_bills
from segmentation.ingest.kinds.bills.mended import find_mended, leave_out_mended, order_of_mended
from segmentation.ingest.kinds.bills.paid import propose_paid, says_unpaid
from segmentation.ingest.stage import Desk, count, notice_doubles, set_stage
from segmentation.language.errors import InputError, Notice
from segmentation.language.i18n import N_
from segmentation.language.values import CENT
from segmentation.warehouse import Cursor, Warehouse, fetch, run

MOST_STATUSES = 30
LARGEST = {"amount": 10**14, "cost": 10**14, "tables": 10**8, "covers": 10**8}  # sums of a file that the warehouse can hold


def examine_bills(found: Examination, desk: Desk) -> None:
    """Stage and judge a file of bills, and compare it with the bills of its store."""
    warehouse, cursor, control = desk.warehouse, desk.cursor, desk.control
    found.mends = find_mended(warehouse, found)
    stage = stage_bills(found, desk, found.choices.date_order or order_of_mended(warehouse, found))
    set_stage(found, stage)
    control.step(N_("Understanding the rows"), 0.55)
    _tell_paid(found, stage)
    mended_before = 0 if found.mends is None else leave_out_mended(warehouse, found)
    count(found, stage.summarise())
    if mended_before:
        found.lines += mended_before
        found.skipped["mended"] = mended_before
    if found.open_orders:
        return
    stage.make_bills()
    _check_sums(found, stage)
    run(cursor, "stage/make_who", **stage.values)
    _find_future(found, desk.limits)
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
    notice_doubles(found, cursor)
    if found.counts["bills"] and found.counts["walk_in_bills"] == found.counts["bills"] and not found.choices.walk_ins_only:
        text = N_("No bill of this file names a customer: all {count} are walk-ins.")
        found.notices.append(Notice("only_walk_ins", text, found.counts["bills"]))
    _notice_statuses(found)


def _check_sums(found: Examination, stage: BillStage) -> None:
    """Raise InputError where the numbers of a file come to more than can be true, or than the warehouse can hold."""
    sums = stage.rows("stage/bill_sums")[0]
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
    ahead = Future(limits.today, **found.stage.rows("stage/future_bills")[0])
    found.future = ahead
    if found.choices.future_bills == "keep":
        text = N_("{count} bills ({amount}) are dated in the future, up to {last}; they are taken as they are.")
        values = {"amount": f"¥{ahead.amount:,.2f}", "last": ahead.last_day.isoformat()}
        found.notices.append(Notice("future_bills", text, ahead.bills, values))


def _tell_paid(found: Examination, stage: BillStage) -> None:
    """Take the statuses that mean paid as chosen or proposed, with what each is worth; a column of many texts is none."""
    if "status" not in found.mapping:
        if found.choices.paid and not found.remembered:
            raise InputError(
                "no_status_column",
                N_("No column with the status “{value}” was found. Say which column it is. The file has: {headers}."),
                value=found.choices.paid[0],
                headers=", ".join(found.names),
            )
        return
    texts = stage.rows("stage/statuses")
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


def _notice_statuses(found: Examination) -> None:
    unsure = [status for status in found.statuses if not status.paid and not says_unpaid(status.value)]
    if unsure and found.choices.paid is None:
        found.notices.append(
            Notice(
                "status_unknown",
                N_("{count} rows with the status {values} were taken as not paid. Check the choice."),
                sum(status.lines for status in unsure),
                {"values": ", ".join(f"“{status.value}”" for status in unsure)},
            )
        )


def _compare(warehouse: Warehouse, found: Examination, cursor: Cursor) -> None:
    totals = fetch(cursor, "stage/bill_totals", **found.stage.values).to_pylist()[0]
    found.counts.update({name: totals[name] for name in ("bills", "walk_in_bills", "customers")})
    found.counts["new_customers"] = totals["customers"]
    numbers = (totals["numbered_bills"], found.stage.about_numbers)
    restart = False
    if numbers[0] > numbers[1] * 1.03:  # an estimate that is off by a few per cent; only then is counting worth its time
        numbers = run(cursor, "land/repeated_numbers").fetchall()[0]
        restart = numbers[1] * 20 > numbers[0]  # more than 5 % of the numbers stand on several days
    found.numbers_restart = restart
    if found.store_id is not None:
        values = {"store": found.store_id, "walk_in": found.stage.values["walk_in"]}
        found.counts["new_customers"] = run(cursor, "land/new_customers", **values).fetchall()[0][0]
        known, same_day = run(cursor, "land/known_numbers", **values).fetchall()[0]
        if not restart and ((known >= 5 and same_day == 0) or _numbers_restarted(warehouse, found)):
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


def _numbers_restarted(warehouse: Warehouse, found: Examination) -> bool:
    """Whether an earlier file of the store showed that its bill numbers start again: a short one may not show it."""
    told = "select count(*) from batches where store_id = $store and kind = $kind and undone_at is null and numbers_restart"
    return warehouse.cursor().execute(told, {"store": found.store_id, "kind": found.kind}).fetchall()[0][0] > 0


def _find_overlap(found: Examination, cursor: Cursor, values: Mapping[str, Any]) -> None:
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
