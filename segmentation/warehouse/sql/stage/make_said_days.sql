-- One row per day for which a list of numbered bills speaks: its own, and those between them (a month at most) on which it has nothing
create or replace temp table said_days as
with own as (
    select
        day,
        lead(day) over (order by day) as next_day
    from said_bills
    where is_of_day and day is not null
    group by day
)

select cast(unnest(generate_series(day, if(next_day - day <= 31, next_day - 1, day), interval 1 day)) as date) as day
from own
