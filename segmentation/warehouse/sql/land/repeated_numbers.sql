-- One row per file: its bill numbers, and how many of them stand on several days
select
    count(*) as numbers,
    count(*) filter (where days > 1) as numbers_on_several_days
from (
    select bill_no, count(distinct bill_date) as days
    from staged_bills
    where bill_no is not null and amount >= 0 -- a refund carries the number of its sale
    group by bill_no
) as numbers
