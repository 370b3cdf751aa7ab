-- One row per customer asked for, batch with bills of his and manager whom they name: the day of the first of them
-- Reads asked (customer_key). Bills that a later file replaced count: what they said was said then.
with first_billed as (
    select bills.customer_key as customer, bills.batch_id, bills.manager, min(bills.bill_date) as first_day
    from bills
    inner join asked on asked.customer_key = bills.customer_key
    where bills.store_id = $store
    group by bills.customer_key, bills.batch_id, bills.manager
)

select * from first_billed
