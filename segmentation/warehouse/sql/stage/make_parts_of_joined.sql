-- One row per line that is a part of another bill of the file, with the number of that, and whether all its parts come to just it
-- The cell kept at $place names the whole ($by_number), or says whether a line is a whole or a part, and parts stand below their whole.
create or replace temp table parts_of_joined as
with

said as (
    select
        row_no,
        bill_no,
        amount,
        lower(trim(split_part(kept, $cell_end, $place))) as cell,
        clean_id(split_part(kept, $cell_end, $place)) as named
    from lines
    where bill_no is not null and not is_blank and not is_total
),

placed as (
    select
        *,
        case
            when $by_number then named
            when regexp_matches(cell, $part)
                then last_value(case when regexp_matches(cell, $whole) then bill_no end ignore nulls) over (order by row_no)
        end as whole
    from said
),

wholes as (
    select
        bill_no,
        sum(amount) as amount
    from said
    group by bill_no
),

parts as (
    select
        placed.row_no,
        placed.whole,
        placed.amount,
        wholes.amount as of_whole,
        sum(placed.amount) over (partition by placed.whole) as of_parts
    from placed
    inner join wholes on placed.whole = wholes.bill_no
    where placed.whole <> placed.bill_no
)

select
    row_no,
    whole,
    amount,
    coalesce(abs(of_whole - of_parts) < 0.005 and of_whole > 0, false) as fits
from parts
