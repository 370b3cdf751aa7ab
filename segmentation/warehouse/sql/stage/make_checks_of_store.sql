-- One row per check of the store that was put on a room
create or replace temp table stay_checks as
select
    row_number() over (order by bills.batch_id, bills.line_no) as row_no,
    nullif(lower(trim(customers.name)), '') as guest,
    bills.bill_date as day,
    bills.amount,
    bills.bill_no as example
from bills
left join customers on bills.store_id = customers.store_id and bills.customer_key = customers.customer_key
where bills.store_id = $store and bills.replaced_by is null and bills.amount > 0 and regexp_matches(coalesce(bills.payment_method, ''), $words)
