-- One row per live refund of a list: its batch and line, the number of the bill that it refunds, how much, and how much of that bill the list refunds in all
with

sources as (
    select
        batch_id,
        json_extract_string(report, '$.mapping.original_no') as header,
        json_extract_string(report, '$.mapping.bill_no') as own_header
    from batches
    where store_id = $store and undone_at is null and kind = 'bills' and contains(report, '"original_no":')
),

refunds as (
    select
        bills.batch_id,
        bills.line_no,
        bills.customer_key,
        bills.bill_date,
        bills.amount,
        case
            when sources.header = sources.own_header then regexp_replace(bills.bill_no, '-R$', '')
            else trim(string_split(bill_cells.cells, chr(31))[list_position(bill_headers.headers, sources.header)])
        end as original_no
    from bills
    inner join sources on bills.batch_id = sources.batch_id
    left join bill_headers on bills.batch_id = bill_headers.batch_id
    left join bill_cells on bills.batch_id = bill_cells.batch_id and bills.line_no = bill_cells.line_no
    where bills.store_id = $store and bills.replaced_by is null and bills.amount < 0
),

listed_refunds as (
    select *, -amount as refunded, -sum(amount) over (partition by batch_id, original_no) as of_bill
    from refunds
)

select * from listed_refunds
