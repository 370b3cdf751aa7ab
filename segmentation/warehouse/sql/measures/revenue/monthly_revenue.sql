-- One row per month of a store, from its first bill to the as-of month, months without a bill included
with spans as (
    select cast(date_trunc('month', min(day)) as date) as first_month
    from days
    where store_id = $store and day <= $as_of
),

months as (
    select cast(unnest(generate_series(first_month, $as_of, interval 1 month)) as date) as month
    from spans
    where first_month is not null
),

monthly_revenue as (
    select
        months.month,
        cast(coalesce(sum(days.amount), 0) as decimal(18, 2)) as total,
        cast(coalesce(sum(days.amount - days.walk_in_amount), 0) as decimal(18, 2)) as identified,
        cast(coalesce(sum(days.walk_in_amount), 0) as decimal(18, 2)) as walk_in,
        count(days.day) as days_with_bills,
        months.month < $month_start or $month_is_over as is_complete
    from months
    left join days
        on days.store_id = $store
        and days.day >= months.month
        and days.day < months.month + interval 1 month
        and days.day <= $as_of
    group by months.month
    order by months.month
)

select * from monthly_revenue
