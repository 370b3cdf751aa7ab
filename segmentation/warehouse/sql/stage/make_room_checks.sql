-- One row per check of the store that was put on a room, by its way to pay ($methods) or by a cell under any header ($cells)
-- said_by is the import after which others are asked: that of mended rows stands for the one that they mend. $leave are numbers of
-- bills whose place a file is about to take
-- uses: stage/names_of_imports
create or replace temp table room_checks as
with

said as (
    select
        batch_id,
        line_no,
        bill_no,
        bill_date
    from bill_cells
    where store_id = $store and regexp_matches(cells, $cells)
)

select
    bills.batch_id,
    bills.line_no,
    coalesce(batches.mends, bills.batch_id) as said_by,
    nullif(lower(trim(coalesce(names.name, bills.customer_key))), '') as guest,
    bills.bill_date as day,
    bills.amount,
    bills.bill_no as example
from bills
inner join batches on bills.batch_id = batches.batch_id
left join names_of_imports as names on bills.batch_id = names.batch_id and coalesce(bills.own_key, bills.customer_key) = names.customer_key
where
    bills.store_id = $store
    and coalesce(bills.replaced_by, -1) < 0
    and bills.amount > 0
    and not coalesce(list_contains($leave, upper(bills.bill_no)), false)
    and (
        regexp_matches(coalesce(bills.payment_method, ''), $methods)
        or (bills.batch_id, bills.line_no) in (select (batch_id, line_no) from said where bill_no is null)
        or (bills.batch_id, bills.bill_no, bills.bill_date) in (select (batch_id, bill_no, bill_date) from said where bill_no is not null)
    )
