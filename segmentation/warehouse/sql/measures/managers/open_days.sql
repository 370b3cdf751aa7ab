-- One row per day up to the as-of day on which the store had a bill, in order
with open_days as (
    select day
    from days
    where store_id = $store and day <= $as_of and bills > 0
    order by day
)

select * from open_days
