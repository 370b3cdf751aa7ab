-- One row per file: its bill numbers, how many of them stand on several days, and how many of these are of one customer all the time
select
    count(*) as numbers,
    count(*) filter (where days > 1) as numbers_on_several_days,
    count(*) filter (where days > 1 and is_of_one) as numbers_of_one_customer
from (
    select
        bill_no,
        count(distinct bill_date) as days,
        count(distinct customer_key) = 1 and count(customer_key) = count(*) as is_of_one
    from staged_bills
    where bill_no is not null and amount >= 0 -- a refund carries the number of its sale
    group by bill_no
) as numbers
