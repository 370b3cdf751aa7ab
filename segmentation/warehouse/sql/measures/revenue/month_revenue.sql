-- One row per store asked for: revenue of the as-of month so far, and of the month before, walk-ins included
-- The months come as days: $month_start, $previous_start, and $previous_same_day (the day of the month before that
-- answers to $as_of).
with month_revenue as (
    select
        coalesce(sum(case when day >= $month_start then amount end), 0) as revenue,
        coalesce(sum(case when day >= $month_start then walk_in_amount end), 0) as walk_in_revenue,
        cast(coalesce(sum(case when day >= $month_start then bills end), 0) as bigint) as bills,
        coalesce(sum(case when day < $month_start and day <= $previous_same_day then amount end), 0) as previous_same_days,
        coalesce(sum(case when day < $month_start then amount end), 0) as previous_month,
        count(case when day < $month_start then 1 end) as previous_days_with_bills
    from days
    where store_id = $store and day >= $previous_start and day <= $as_of
)

select * from month_revenue
