-- One row per file: its outlets, lines that name none, numbers that stand at several outlets on one day, and those of them that
-- are other bills there
-- The outlet is the region of a line, or the cell kept at $place where that is not 0. A customer who was only filled down
-- (filled_rows) is not said. Bills are others where customers differ; else, unless the same customer stands at all outlets, where
-- times differ, and where the column is one of outlets for sure.
with

numbered as (
    select
        lines.bill_no,
        coalesce(cast(lines.day as varchar), lines.date_text) as day,
        nullif(trim(case when $place = 0 then lines.region else split_part(lines.kept, $cell_end, $place) end), '') as outlet,
        lines.clock,
        case when filled_rows.row_no is null then lines.customer_key end as customer_key
    from lines
    left join filled_rows on lines.row_no = filled_rows.row_no
    where lines.bill_no is not null and not lines.is_blank and not lines.is_total and coalesce(lines.amount, 0) >= 0
),

bills as (
    select
        bill_no,
        day,
        outlet,
        case when min(clock) = max(clock) then min(clock) end as clock,
        case when min(customer_key) = max(customer_key) then min(customer_key) end as customer_key
    from numbered
    where outlet is not null
    group by bill_no, day, outlet
),

numbers as (
    select
        count(distinct customer_key) > 1
        or (
            (count(distinct customer_key) = 0 or count(customer_key) < count(*))
            and ($sure or count(distinct clock) > 1)
        ) as is_different
    from bills
    group by bill_no, day
    having count(*) > 1
)

select
    (select count(distinct outlet) from bills) as outlets,
    (select count(*) from numbered where outlet is null) as unsaid,
    count(*) as shared,
    count(*) filter (where is_different) as different
from numbers
