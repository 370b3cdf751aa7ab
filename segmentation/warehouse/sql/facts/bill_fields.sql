-- One row per asked bill that its file says more of: batch_id, line_no, and header → value for every other column of the file
-- Blank cells are left out; of several lines of a bill the first that says something counts, those that came first before.
-- uses: facts/asked_bills
with

said as (
    select asked_bills.batch_id, asked_bills.line_no, cells.headers_of, cells.line_no as said_on, cells.cells
    from asked_bills
    inner join bill_cells as cells
        on asked_bills.batch_id = cells.batch_id
        and asked_bills.line_no = cells.line_no
    where cells.bill_no is null
    union all
    select asked_bills.batch_id, asked_bills.line_no, cells.headers_of, cells.line_no as said_on, cells.cells
    from asked_bills
    inner join bill_cells as cells
        on asked_bills.batch_id = cells.batch_id
        and asked_bills.bill_no = cells.bill_no
        and asked_bills.bill_date = cells.bill_date
        and coalesce(asked_bills.own_key, asked_bills.customer_key) is not distinct from cells.customer_key
),

parted as (
    select
        said.batch_id,
        said.line_no,
        said.headers_of,
        said.said_on,
        unnest(bill_headers.headers) as header,
        unnest(range(len(bill_headers.headers))) as place,
        trim(unnest(string_split(said.cells, chr(31)))) as value
    from said
    inner join bill_headers on said.headers_of = bill_headers.batch_id
),

told as (
    select batch_id, line_no, header, min(place) as place, arg_min(value, (headers_of, said_on)) as value
    from parted
    where value not in ('', '-', '--', '——')
    group by batch_id, line_no, header
),

bill_fields as (
    select batch_id, line_no, map(list(header order by place, header), list(value order by place, header)) as fields
    from told
    group by batch_id, line_no
)

select * from bill_fields
