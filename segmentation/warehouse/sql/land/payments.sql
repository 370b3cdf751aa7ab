-- One row per payment of a file
-- uses: stage/judged_payments
insert into payments by name
select
    $store as store_id,
    $batch as batch_id,
    line_no,
    paid_on,
    customer_key,
    cast(amount as decimal(18, 2)) as amount,
    method,
    due_on
from judged_payments
where verdict = 'ok'
