-- One row per line of an older version that has more to say than the batch's: cells under headers that the batch does not have ($headers)
-- Reads same_bills. The cells stay under the headers of the batch that brought them first.
insert into bill_cells by name
with

older as (
    select same_bills.line_no as newer_line, older.*
    from same_bills
    inner join bills as older on same_bills.older.batch_id = older.batch_id and same_bills.older.line_no = older.line_no
    where older.store_id = $store
),

said as ( -- each way on its own: either of two in one join would compare every bill with every line
    select cells.headers_of, older.newer_line, cells.cells
    from older
    inner join bill_cells as cells on older.batch_id = cells.batch_id and older.line_no = cells.line_no
    where cells.bill_no is null
    union all
    select cells.headers_of, older.newer_line, cells.cells
    from older
    inner join bill_cells as cells
        on older.batch_id = cells.batch_id
        and older.bill_no = cells.bill_no
        and older.bill_date = cells.bill_date
        and coalesce(older.own_key, older.customer_key) is not distinct from cells.customer_key
),

cut as (
    select
        said.headers_of,
        said.newer_line,
        list_transform(
            list_zip(string_split(said.cells, chr(31)), bill_headers.headers),
            lambda pair: case when pair[2] is null or list_contains($headers, pair[2]) then '' else coalesce(pair[1], '') end
        ) as cells
    from said
    inner join bill_headers on said.headers_of = bill_headers.batch_id
)

select
    $store as store_id,
    $batch as batch_id,
    newer_line as line_no,
    headers_of,
    array_to_string(cells, chr(31)) as cells
from cut
where array_to_string(cells, '') <> ''
