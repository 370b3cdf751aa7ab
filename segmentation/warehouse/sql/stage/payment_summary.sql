-- One row per verdict on the lines of a file of payments
-- uses: stage/judged_payments
select
    verdict,
    count(*) as lines,
    sum(amount) as amount,
    min(paid_on) as first_day,
    max(paid_on) as last_day,
    count(*) filter (where place > 1) as same_payments
from judged_payments
group by verdict
