-- One row per line of a bill file that pays what its customer owed before; below zero where they all are, as what comes off an account
-- uses: stage/judged
insert into payments by name
with repaid as (
    select * from judged where verdict = 'skip:repayment'
)

select
    $store as store_id,
    $batch as batch_id,
    line_no,
    day as paid_on,
    customer_key,
    cast(round(case when (select max(amount) from repaid) <= 0 then -amount else amount end, 2) as decimal(18, 2)) as amount,
    payment_method as method,
    null::date as due_on
from repaid
where customer_key is not null and amount <> 0
