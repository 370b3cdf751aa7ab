-- One row per line of a bill file, with its place among the lines of its bill; a line without a number stands alone
select
    *,
    case
        when bill_no is null then 1
        else row_number() over (partition by bill_no, coalesce(cast(day as varchar), date_text) order by row_no)
    end as place
from lines
