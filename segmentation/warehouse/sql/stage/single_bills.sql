-- One row per accepted line, in a file whose lines are bills of their own
-- uses: stage/judged
select
    line_no,
    bill_no,
    day as bill_date,
    customer_key,
    cast(round(amount, 2) as decimal(18, 2)) as amount,
    tables,
    covers,
    cost,
    manager,
    clock as bill_time,
    room,
    meal_period,
    channel,
    payment_method,
    gross,
    discount,
    stored
from judged
where verdict = 'ok'
