-- One row per day of a month on which a store has a bill, as a lake holds it
with lake_days as (
    select day, bills, amount, tables, covers, cost, walk_in_bills, walk_in_amount
    from days
    where store_id = $store and day between $first_day and $last_day
    order by day
)

select * from lake_days
