-- One row per number of repeat visits, days from first to last and days of age: how many customers are so, old ones apart
-- Reads histories.
with counted as (
    select
        is_old,
        repeats,
        seen_days,
        age_days,
        count(*) as customers
    from histories
    group by is_old, repeats, seen_days, age_days
    order by is_old, repeats, seen_days, age_days
)

select * from counted
