-- One row per day that the file's bills (or top-ups, where it has nothing else) without a number cover: their own, and, where all are without (not $unnumbered_only), those
-- between them (a month at most) on which the file has nothing
create or replace temp table covered_days as
with own as (
    select
        bill_date as day,
        lead(bill_date) over (order by bill_date) as next_day
    from unnumbered
    group by bill_date
)

select
    cast(
        unnest(generate_series(day, if(not $unnumbered_only and next_day - day <= 31, next_day - 1, day), interval 1 day)) as date
    ) as day
from own
