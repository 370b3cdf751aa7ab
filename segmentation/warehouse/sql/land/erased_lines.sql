-- One row per bill or top-up of somebody in erased_now, of one batch unless $batch is null
-- Reads erased_now.
create or replace temp table erased_lines as
select batch_id, line_no, bill_no, bill_date, coalesce(own_key, customer_key) as own_key, customer_key
from bills
where store_id = $store and customer_key in (select own_key from erased_now) and ($batch is null or batch_id = $batch)
union all
select batch_id, line_no, bill_no, bill_date, coalesce(own_key, customer_key) as own_key, customer_key
from stored_value
where store_id = $store and customer_key in (select own_key from erased_now) and ($batch is null or batch_id = $batch)
