-- One row per stretch of at least $least days without a bill, up to $as_of: its first and last day
with following as (
    select day, lag(day) over (order by day) as before
    from days
    where store_id = $store and day <= $as_of
),

silent_stretches as (
    select cast(before + interval 1 day as date) as first_day, cast(day - interval 1 day as date) as last_day
    from following
    where date_diff('day', before, day) > $least
    order by first_day
)

select * from silent_stretches
