-- One row per line of a bill file that may be the header of a table below: words where others hold a day or an amount
select
    row_no,
    coalesce(line_no, row_no + $first_line) as line_no,
    damage
from lines
where
    day is null
    and not is_lone
    and not is_blank
    and (
        is_header
        or (
            coalesce(date_text, amount_text) is not null
            and not coalesce(regexp_matches(date_text, '\d'), false)
            and amount is null
            and not coalesce(regexp_matches(amount_text, '\d'), false)
        )
    )
order by row_no
limit 2000
