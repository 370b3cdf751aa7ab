-- One row per check that rests and did not before ($store), or the other way
-- Reads were_resting.
select
    coalesce(now.customer_key, were_resting.customer_key) as customer_key,
    coalesce(now.bill_date, were_resting.day) as day,
    now.amount,
    were_resting.batch_id is null as rests
from (select * from bills where store_id = $store and replaced_by < 0) as now
full join were_resting on now.batch_id = were_resting.batch_id and now.line_no = were_resting.line_no
where now.batch_id is null or were_resting.batch_id is null
