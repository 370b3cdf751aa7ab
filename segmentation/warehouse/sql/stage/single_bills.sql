-- One row per accepted line, in a file whose lines are bills of their own
-- uses: stage/judged
select
    line_no,
    bill_no,
    day as bill_date,
    customer_key,
    amount,
    tables,
    covers,
    cost,
    manager
from judged
where verdict = 'ok'
