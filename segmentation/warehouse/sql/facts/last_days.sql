-- One row per store: the last day with a bill, of a walk-in or a customer
with last_days as (
    select store_id, max(day) as last_day
    from days
    where array_contains($stores, store_id)
    group by store_id
)

select * from last_days
