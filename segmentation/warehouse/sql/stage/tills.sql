-- One row per file: its tills, lines that name none, numbers that stand at several tills on one day, and those of them that are
-- told apart by time or customer (by the amount, where neither is said); lines that are no products of a bill are told apart by
-- the till alone
with

numbered as (
    select
        bill_no,
        coalesce(cast(day as varchar), date_text) as day,
        nullif(trim(split_part(kept, $cell_end, $place)), '') as till,
        clock,
        customer_key,
        amount
    from lines
    where bill_no is not null and not is_blank and not is_total and coalesce(amount, 0) >= 0
),

bills as (
    select
        bill_no,
        day,
        till,
        case when min(clock) = max(clock) then min(clock) end as clock,
        case when min(customer_key) = max(customer_key) then min(customer_key) end as customer_key,
        case when count(clock) + count(customer_key) = 0 then sum(amount) end as amount
    from numbered
    where till is not null
    group by bill_no, day, till
),

numbers as (
    select not $of_items or count(distinct clock) > 1 or count(distinct customer_key) > 1 or count(distinct amount) > 1 as is_different
    from bills
    group by bill_no, day
    having count(*) > 1
)

select
    (select count(distinct till) from bills) as tills,
    (select count(*) from numbered where till is null) as unsaid,
    count(*) as shared,
    count(*) filter (where is_different) as different
from numbers
