-- One row per refund that a live bill of the store says in the file's own column of refunds: its number, its batch, how much
-- The column is kept under its header, as all that is not a bill's own; a report says which it was. Only bills are looked at that
-- some list refunds.
-- uses: land/listed_refunds
with

sources as (
    select batch_id, json_extract_string(report, '$.mapping.refund') as header
    from batches
    where store_id = $store and undone_at is null and kind = 'bills' and contains(report, '"refund":')
),

placed as (
    select sources.batch_id, list_position(bill_headers.headers, sources.header) as place
    from sources
    inner join bill_headers on sources.batch_id = bill_headers.batch_id
    where sources.header is not null
),

sales as (
    select bills.batch_id, bills.bill_no, bills.line_no, placed.place
    from bills
    inner join placed on bills.batch_id = placed.batch_id
    where bills.store_id = $store and bills.replaced_by is null and bills.bill_no in (select original_no from listed_refunds)
),

cells as (
    select sales.batch_id, sales.bill_no, string_split(bill_cells.cells, chr(31))[sales.place] as cell
    from sales
    inner join bill_cells on sales.batch_id = bill_cells.batch_id and bill_cells.bill_no is null and sales.line_no = bill_cells.line_no
    union
    select sales.batch_id, sales.bill_no, string_split(bill_cells.cells, chr(31))[sales.place] as cell
    from sales
    inner join bill_cells on sales.batch_id = bill_cells.batch_id and sales.bill_no = bill_cells.bill_no
),

told_refunds as (
    select bill_no, max(batch_id) as batch_id, try_cast(regexp_replace(cell, '[^0-9.]', '', 'g') as decimal(18, 2)) as refunded
    from cells
    where regexp_matches(cell, '[1-9]')
    group by bill_no, refunded
)

select * from told_refunds
