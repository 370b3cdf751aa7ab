-- One row per store: the day of its first bill, walk-ins included
with first_bills as (
    select min(day) as day
    from days
    where store_id = $store
)

select * from first_bills
