-- One row per combination of values: its lines, and those whose bill stands on a line with other values too, which they may take back
-- A number alone does not tell it, for tills begin again at 1: the other line is not later, of as much money at least, and the same
-- customer's; where nobody is named it is of the same day, or of just as much.
-- uses: stage/judged
with

counted as (
    select
        coalesce(marks, '') as text, bill_no, day, customer_key, count(*) as lines, sum(abs(coalesce(file_amount, 0))) as money
    from judged
    where verdict not in ('skip:total', 'skip:header', 'skip:note')
    group by coalesce(marks, ''), bill_no, day, customer_key
),

pairs as (
    select distinct own.text, own.bill_no, own.day, own.customer_key
    from counted as own
    inner join counted as other on other.bill_no = own.bill_no and other.text <> own.text
    where coalesce(other.day <= own.day, true)
        and other.money >= own.money - 0.005
        and case
            when other.customer_key is not null and own.customer_key is not null then other.customer_key = own.customer_key
            else coalesce(other.day = own.day, false) or abs(other.money - own.money) < 0.005
        end
),

beside as (
    select
        counted.text,
        counted.lines,
        exists (
            select 1
            from pairs
            where pairs.text = counted.text and pairs.bill_no = counted.bill_no and pairs.day is not distinct from counted.day
                and pairs.customer_key is not distinct from counted.customer_key
        ) as is_beside
    from counted
)

select
    text,
    cast(sum(lines) as bigint) as lines,
    cast(coalesce(sum(lines) filter (where is_beside), 0) as bigint) as beside
from beside
group by text
