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

placed as ( -- a bill may keep cells of the version that it replaced, under the headers of that one
    select sources.batch_id, bill_headers.batch_id as headers_of, list_position(bill_headers.headers, sources.header) as place
    from sources
    inner join bill_headers on list_contains(bill_headers.headers, sources.header)
),

sales as (
    select bills.batch_id, bills.bill_no, bills.line_no
    from bills
    where bills.batch_id in (select batch_id from placed) and bills.store_id = $store and bills.replaced_by is null and bills.bill_no in (select original_no from listed_refunds)
),

cells as (
    select sales.batch_id, sales.bill_no, string_split(bill_cells.cells, chr(31))[placed.place] as cell
    from sales
    inner join bill_cells on sales.batch_id = bill_cells.batch_id and bill_cells.bill_no is null and sales.line_no = bill_cells.line_no
    inner join placed on sales.batch_id = placed.batch_id and bill_cells.headers_of = placed.headers_of
    union
    select sales.batch_id, sales.bill_no, string_split(bill_cells.cells, chr(31))[placed.place] as cell
    from sales
    inner join bill_cells on sales.batch_id = bill_cells.batch_id and sales.bill_no = bill_cells.bill_no
    inner join placed on sales.batch_id = placed.batch_id and bill_cells.headers_of = placed.headers_of
),

told_refunds as (
    select bill_no, max(batch_id) as batch_id, try_cast(regexp_replace(cell, '[^0-9.]', '', 'g') as decimal(18, 2)) as refunded
    from cells
    where regexp_matches(cell, '[1-9]')
    group by bill_no, refunded
)

select * from told_refunds
