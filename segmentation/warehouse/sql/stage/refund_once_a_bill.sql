-- One row per line of a bill file whose refunds are the whole bill's, repeated on each line: on further lines they are 0
select
    * replace (case when place > 1 then 0 else refund end as refund)
from (
    select
        *,
        case
            when bill_no is null then 1
            else row_number() over (partition by bill_no, coalesce(cast(day as varchar), date_text) order by row_no)
        end as place
    from lines
) as placed
