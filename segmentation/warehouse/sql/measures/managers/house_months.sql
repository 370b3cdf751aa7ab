-- One row per month with bills from $first_day to $last_day: the revenue of the store, and the tables of its customers
-- uses: measures/revenue/month_totals
-- A total that was uploaded or typed stands in the place of the sum of the bills.
with billed as (
    select cast(date_trunc('month', day) as date) as month, sum(amount) as amount
    from days
    where store_id = $store and day >= $first_day and day <= $last_day
    group by all
),

-- walk-ins have no visits
identified as (
    select cast(date_trunc('month', visit_date) as date) as month, sum(tables) as tables
    from visits
    where store_id = $store and visit_date >= $first_day and visit_date <= $last_day
    group by all
),

house_months as (
    select
        billed.month,
        cast(coalesce(month_totals.total, billed.amount) as decimal(18, 2)) as revenue,
        cast(coalesce(identified.tables, 0) as bigint) as tables
    from billed
    left join identified on identified.month = billed.month
    left join month_totals on month_totals.month = billed.month
    order by billed.month
)

select * from house_months
