-- One row per bill of a customer that a later file brought anew: kept for an undo
with known_older_bills as (
    select bills.bill_no, bills.bill_date, bills.room, bills.amount, batches.file_name as file_source
    from bills
    inner join batches on batches.batch_id = bills.batch_id
    where bills.store_id = $store and bills.customer_key = $customer and bills.replaced_by is not null
    order by bills.bill_date desc, bills.batch_id desc, bills.line_no desc
)

select * from known_older_bills
