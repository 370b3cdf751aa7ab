-- One row per file: lines that repeat another in every cell, what they come to, and bills and days all of whose lines stand twice
-- of bills that are made of products ($of_items) only those of several lines, for two beers may be two lines; of bills in two equal
-- payments those that come to more than the bill did; and of bills in two equal lines only where these are more than the bills
-- in several different ones, for where two lines a bill are the rule some are equal by chance
with

doubled as (
    select
        bill_no,
        day,
        count(*) as lines,
        count(*) filter (where place = 1) as different,
        coalesce(sum(amount) <= max(gross), false) as is_paid_in_parts
    from doubles
    group by bill_no, day
),

there as (
    select bill_no, coalesce(cast(day as varchar), date_text) as day, count(*) as lines
    from lines
    where coalesce(cast(day as varchar), date_text) in (select day from doubled) and not is_blank and not is_total
    group by bill_no, coalesce(cast(day as varchar), date_text)
),

whole as (
    select doubled.*
    from doubled
    inner join there
        on doubled.day = there.day and doubled.bill_no is not distinct from there.bill_no and doubled.lines = there.lines
),

counted as (
    select
        count(*) filter (where bill_no is not null and different > 1 and not is_paid_in_parts) as alike,
        count(*) filter (where bill_no is not null and different = 1 and not $of_items and not is_paid_in_parts) as twins,
        count(*) filter (where bill_no is null and different > 2) as days
    from whole
),

several as (
    select count(*) as bills
    from (
        select 1
        from lines
        where bill_no is not null and not is_blank and not is_total
        group by bill_no, coalesce(cast(day as varchar), date_text)
        having count(*) > 1
    )
)

select
    (select count(*) from doubles where place > 1) as copies,
    (select coalesce(sum(amount), 0) from doubles where place > 1) as amount,
    counted.alike + case when counted.twins * 2 > several.bills - counted.alike then counted.twins else 0 end as bills,
    counted.days
from counted
cross join several
