-- One row per file: its lines with a date, how many dates they say, and the lines with an amount of their own below them without one
-- As in a notebook, where the day stands on its first line only. A date that stands on two lines one below the other says that the
-- file repeats its dates, and so do clocks: then a blank one is missing. The lines of one ticket say its date once.
with

read as (
    select *, day is null and coalesce(regexp_matches(date_text, $ditto), true) as is_blank_date
    from lines
    where not is_blank and not is_total and not coalesce(is_header, false) and not coalesce(regexp_matches(date_text, $total_line), false)
),

told as (
    select
        row_no,
        coalesce(line_no, row_no) // 10000000 as sheet,
        bill_no,
        case when not is_blank_date then coalesce(cast(day as varchar), date_text) end as said,
        clock is not null as is_clocked,
        amount,
        date_text is not null as is_ditto,
        is_blank_date and (amount is not null or amount_text is not null or unit_price is not null)
        and not is_lone and not coalesce(regexp_matches(name, $total_line), false)
        and not coalesce(regexp_matches(bill_no, $total_line), false)
        and not coalesce(regexp_matches(clean_text(first_cell), $total_line), false) as is_undated
    from read
),

under as (
    select
        *,
        count(said) over (partition by sheet order by row_no rows unbounded preceding) > 0 as is_under_a_date
    from told
)

select
    case
        when $of_tickets
            then count(distinct case when said is not null then concat_ws(chr(31), coalesce(bill_no, cast(row_no as varchar)), said) end)
        else count(said)
    end as dated,
    count(distinct said) as dates,
    count(*) filter (where said is not null and is_clocked) as clocked,
    count(*) filter (where is_undated and is_under_a_date) as undated,
    count(*) filter (where is_undated and is_ditto) as dittos,
    coalesce(sum(amount) filter (where is_undated and is_under_a_date), 0) as amount
from under
