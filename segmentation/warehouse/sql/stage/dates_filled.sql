-- One row per line of a bill file, in which a line with an amount and no date has that of the line above, as in a notebook
-- Of several sheets none gives its last day to the next; a line of a total keeps none.
with

read as (
    select *, day is null and coalesce(regexp_matches(date_text, $ditto), true) as is_blank_date
    from lines
),

known as (
    select
        *,
        coalesce(line_no, row_no) // 10000000 as sheet,
        is_blank_date and (amount is not null or amount_text is not null or unit_price is not null)
        and not is_lone and not is_blank and not is_total and not coalesce(is_header, false)
        and not coalesce(regexp_matches(name, $total_line), false)
        and not coalesce(regexp_matches(bill_no, $total_line), false)
        and not coalesce(regexp_matches(clean_text(first_cell), $total_line), false) as is_undated,
        case
            when not is_total and not coalesce(is_header, false) and not is_blank_date
                then row(day, date_text)
        end as own
    from read
),

said as (
    select *, last_value(own ignore nulls) over (partition by sheet order by row_no rows unbounded preceding) as above
    from known
)

select
    * exclude (sheet, is_blank_date, is_undated, own, above) replace (
        case when is_undated then above[1] else day end as day,
        case when is_undated then above[2] else date_text end as date_text
    )
from said
