-- One row per line of a bill file without bill numbers, with the first line of the bill that it belongs to
-- What was said once for several lines (merged cells, blanks filled from above) is said of one bill: the same day and time of day,
-- customer and table.
select
    * replace (
        case
            when bill_no is null and clock is not null and customer_key is not null
                then min(coalesce(line_no, row_no + $first_line)) over (partition by bill_no, day, date_text, clock, customer_key, room)
        end as bills_line
    )
from lines
