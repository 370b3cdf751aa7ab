-- One row per currency and meaning of the lines down to the last that names a day, bill or customer, with their number and amount
-- Left out are totals, by their words or by the pattern $stars of their first cell.
select
    coalesce(trim(currency), '') as currency,
    coalesce(marks, '') as marks,
    count(*) as lines,
    sum(amount) as amount
from lines
where
    row_no <= (
        select max(row_no)
        from lines
        where
            (day is not null or date_text is not null or bill_no is not null or customer_key is not null)
            and not is_total and not coalesce(is_header, false)
    )
    and amount is not null and not is_total and not is_blank and not coalesce(is_header, false)
    and not (
        day is null and date_text is null and bill_no is null and customer_key is null
        and coalesce(regexp_matches(first_cell, $stars), false)
    )
group by all
