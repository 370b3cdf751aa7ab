"""A file of bills weighed: what its statuses mean, its sums and days, and what of it the store has already."""

from __future__ import annotations

from segmentation.ingest.examination import Examination
from segmentation.ingest.kinds.bills.account import account, check_sums, leave_out_sum
from segmentation.ingest.kinds.bills.amounts import (
    ask_unit,
    find_originals,
    leave_out_reversed,
    weigh_discounts,
    weigh_doubles,
    weigh_on_account,
    weigh_refunds,
    weigh_refunds_below,
    weigh_refunds_of_rows,
    weigh_repeated_refunds,
    weigh_repeats,
)
from segmentation.ingest.kinds.bills.below import marks_below
from segmentation.ingest.kinds.bills.bill_days import ask_blank_dates, ask_year, find_future, propose_day, tell_days_beside
from segmentation.ingest.kinds.bills.blank_names import ask_blank_names
from segmentation.ingest.kinds.bills.bookers import take_bookers
from segmentation.ingest.kinds.bills.cards import check_balances, tell_card_use
from segmentation.ingest.kinds.bills.compared import compare
from segmentation.ingest.kinds.bills.currencies import take_pair, weigh_currency
from segmentation.ingest.kinds.bills.deposits import tell_deposits
from segmentation.ingest.kinds.bills.invoices import tell_tax_inside
from segmentation.ingest.kinds.bills.kept import tell_secrets
from segmentation.ingest.kinds.bills.lines import BillStage, stage_bills
from segmentation.ingest.kinds.bills.lists_of_refunds import tell_list_of_refunds
from segmentation.ingest.kinds.bills.masked import tell_masked_known
from segmentation.ingest.kinds.bills.meanings import count_meanings_once, take_meanings, tell_partly_paid, tell_refunds_under_way
from segmentation.ingest.kinds.bills.mended import find_mended, leave_out_mended, order_of_mended
from segmentation.ingest.kinds.bills.money_beside import note_money_beside
from segmentation.ingest.kinds.bills.nobody_named import tell_nobody_named
from segmentation.ingest.kinds.bills.odd_columns import check_shape, tell_hidden, tell_largest, tell_shortened
from segmentation.ingest.kinds.bills.on_account import ask_whether_payments
from segmentation.ingest.kinds.bills.outlets import find_outlet
from segmentation.ingest.kinds.bills.own_amounts import weigh_own_amounts
from segmentation.ingest.kinds.bills.own_total import tell_own_total
from segmentation.ingest.kinds.bills.payments import weigh_payments
from segmentation.ingest.kinds.bills.points import ask_points
from segmentation.ingest.kinds.bills.sheet_totals import leave_out_sheet_totals
from segmentation.ingest.kinds.bills.tills import ask_numbers_of_day, count_numbers_of_day, find_till, tell_till
from segmentation.ingest.kinds.bills.top_ups_elsewhere import take_top_ups_elsewhere
from segmentation.ingest.kinds.bills.zones import ask_zone, check_zone, weigh_zone
from segmentation.ingest.stage import Desk, count, notice_doubles, set_stage
from segmentation.language.errors import Notice
from segmentation.language.i18n import N_
from segmentation.warehouse import run


def examine_bills(found: Examination, desk: Desk) -> None:
    """Stage and judge a file of bills, and compare it with the bills of its store."""
    warehouse, cursor, control = desk.warehouse, desk.cursor, desk.control
    check_shape(found)
    check_zone(found.choices.zone)
    take_bookers(found)
    take_pair(found)
    take_top_ups_elsewhere(found)
    found.mends = find_mended(warehouse, found)
    date_order = found.choices.date_order or order_of_mended(warehouse, found)
    told = tuple(found.notices)
    stage = stage_bills(found, desk, date_order)
    if below := marks_below(found, cursor):
        found.mark_columns = tuple(sorted((*found.mark_columns, *below), key=lambda column: column.place))
        found.notices[:] = told
        stage = stage_bills(found, desk, date_order)
    if (till := find_till(found, cursor) or find_outlet(found, cursor, stage.filled > 0)) is not None:
        found.mapping["till"] = till[0]
        found.notices[:] = told
        stage = stage_bills(found, desk, date_order)
    if found.choices.same_numbers is None and (twice := count_numbers_of_day(found, cursor)):
        ask_numbers_of_day(found, twice)
    set_stage(found, stage)
    tell_till(found, till[1] if till else 0)
    control.step(N_("Understanding the rows"), 0.55)
    ask_year(found, stage)
    ask_blank_dates(found, stage)
    ask_blank_names(found, stage.blank_names)
    meanings = take_meanings(found, stage)
    leave_out_reversed(found, stage)
    ask_points(found, stage.points)
    ask_unit(found, stage)
    weigh_doubles(found, stage)
    find_originals(found, stage)
    weigh_repeats(found, stage)
    count_meanings_once(found, stage, *meanings)
    tell_partly_paid(found)
    tell_refunds_under_way(found, stage, *meanings)
    ask_zone(found, stage)
    weigh_own_amounts(found, stage)
    weigh_repeated_refunds(found, stage)
    weigh_refunds_of_rows(found, stage)
    weigh_refunds_below(found, stage)
    weigh_refunds(found, stage)
    weigh_discounts(found, stage)
    weigh_currency(warehouse, found, stage)
    weigh_zone(found, stage)
    tell_secrets(found)
    mended_before = 0 if found.mends is None else leave_out_mended(warehouse, found)
    leave_out_sheet_totals(found, stage)
    summary = leave_out_sum(stage, weigh_on_account(found, stage, stage.summarise()))
    count(found, summary)
    ask_whether_payments(found)
    account(found, stage, summary)
    tell_list_of_refunds(found)
    if stage.left_out:
        found.lines += stage.left_out
        found.skipped["other_table"] = stage.left_out
    for reason, lines in stage.out.items():
        found.lines += lines
        found.skipped[reason] = lines
    tell_deposits(found, stage)
    if mended_before:
        found.lines += mended_before
        found.skipped["mended"] = mended_before
    if found.open_orders:
        return
    stage.make_bills(whole=found.mends is not None)
    check_sums(found, stage)
    tell_own_total(found, stage, summary)
    note_money_beside(found, stage)
    tell_tax_inside(found, cursor)
    propose_day(warehouse, found, stage, next((row for row in summary if row["verdict"] == "ok"), {}))
    run(cursor, "stage/make_who", **stage.values)
    if stage.values["nets_refunds"] and not stage.single:  # whose bills went back item by item has none
        billed = "select customer_key from staged_bills where customer_key is not null"
        cursor.execute(f"delete from who where customer_key not in ({billed})")
    note_names(stage)
    find_future(found, desk.limits)
    tell_days_beside(found)
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
    compare(warehouse, found, cursor)
    tell_card_use(found)
    check_balances(found, stage)
    notice_doubles(found, cursor)
    tell_masked_known(found, stage)
    tell_largest(found, stage)
    tell_shortened(found)
    tell_hidden(found, stage)
    weigh_payments(warehouse, found, cursor)
    tell_nobody_named(found)


def note_names(stage: BillStage) -> None:
    """Keep the names on the bills of keys that carry several, by which people under one key can be told apart."""
    several = "select exists (select 1 from who group by customer_key having count(distinct name) > 1)"
    if stage.cursor.execute(several).fetchall()[0][0]:
        run(stage.cursor, "stage/make_line_names", **stage.values)
    else:
        stage.cursor.execute("create or replace temp table line_names (line_no bigint, name varchar)")
