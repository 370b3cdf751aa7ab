-- One row per file: its shifts, lines that name none, numbers that stand at several shifts on one day, those of them with another
-- customer or amount there, and how many bills the smallest shift has
-- The shift is the meal period of a line, or the cell kept at $place where that is not 0.
with

numbered as (
    select
        bill_no,
        coalesce(cast(day as varchar), date_text) as day,
        nullif(trim(case when $place = 0 then meal_period else split_part(kept, $cell_end, $place) end), '') as shift,
        customer_key,
        amount
    from lines
    where bill_no is not null and not is_blank and not is_total and coalesce(amount, 0) >= 0
),

bills as (
    select bill_no, day, shift, min(customer_key) as customer_key, sum(amount) as amount
    from numbered
    where shift is not null
    group by bill_no, day, shift
),

numbers as (
    select count(distinct customer_key) > 1 or count(distinct amount) > 1 as is_different
    from bills
    group by bill_no, day
    having count(*) > 1
),

sizes as (
    select count(*) as bills
    from bills
    group by shift
)

select
    (select count(*) from sizes) as shifts,
    (select count(*) from numbered where shift is null) as unsaid,
    count(*) as shared,
    count(*) filter (where is_different) as different,
    (select coalesce(min(bills), 0) from sizes) as smallest
from numbers
