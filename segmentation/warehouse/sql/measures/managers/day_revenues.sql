-- One row per day of a store with bills from $first_day to $last_day, walk-ins included
with day_revenues as (
    select day, amount
    from days
    where store_id = $store and day >= $first_day and day <= $last_day
    order by day
)

select * from day_revenues
