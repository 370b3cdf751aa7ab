-- One row per file: bills of several lines with a refund, and those of which every line carries the same one
-- uses: stage/judged
with

bills as (
    select count(*) as lines, count(*) filter (where refund <> 0) as refunded, min(refund) as least, max(refund) as most
    from judged
    where bill_no is not null and verdict not like 'reject:%'
    group by bill_no, day
    having count(*) > 1 and count(*) filter (where refund <> 0) > 0
)

select
    count(*) as several,
    count(*) filter (where refunded = lines and least = most) as constant
from bills
