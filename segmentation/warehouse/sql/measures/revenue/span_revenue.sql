-- One row per store asked for: revenue of the days from $first_day to $last_day, walk-ins included, and the part of known customers
with span_revenue as (
    select
        cast(coalesce(sum(amount), 0) as decimal(18, 2)) as total,
        cast(coalesce(sum(amount - walk_in_amount), 0) as decimal(18, 2)) as identified
    from days
    where store_id = $store and day >= $first_day and day <= $last_day
)

select * from span_revenue
