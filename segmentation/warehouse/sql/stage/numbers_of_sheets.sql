-- One row per file of several sheets: numbers of a day that stand in two of them, and those of other customers, tables or times there
-- Each sheet's rows are numbered from a multiple of ten millions on. A refund carries the number of its sale.
select
    count(*) as shared,
    count(*) filter (where is_different) as different
from (
    select
        count(distinct coalesce(customer_key, '')) > 1 or count(distinct clean_text(room)) > 1 or count(distinct clock) > 1
        or ($are_short and count(distinct amount) > 1) as is_different -- a long number may be that of one bill, paid in two ways
    from lines
    where bill_no is not null and not is_blank and not is_total and coalesce(amount, 0) >= 0
    group by bill_no, coalesce(cast(day as varchar), date_text)
    having count(distinct line_no // 10000000) > 1
) as numbers
