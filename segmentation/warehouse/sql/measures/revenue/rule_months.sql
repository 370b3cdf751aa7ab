-- One row per month asked for: its revenue and walk-in bills, who came, and who was known and active at its end
-- uses: measures/revenue/month_totals
-- Reads periods (period_no, first_day, last_day: whole months). Known is who has visited by the last day, active who did within $active_days before it. A
-- total that was uploaded or typed stands in the place of the sum of the bills.
with period_days as (
    select period_no, cast(unnest(generate_series(last_day - $active_days, last_day, interval 1 day)) as date) as day
    from periods
),

active as (
    select period_days.period_no, count(distinct visits.customer_key) as customers
    from visits
    inner join period_days on period_days.day = visits.visit_date
    where visits.store_id = $store and visits.bills > 0
    group by period_days.period_no
),

first_visits as (
    select customer_key, min(visit_date) as first_visit
    from visits
    where store_id = $store and bills > 0
    group by customer_key
),

known as (
    select periods.period_no, count(first_visits.customer_key) as customers
    from periods
    left join first_visits on first_visits.first_visit <= periods.last_day
    group by periods.period_no
),

came as (
    select cast(date_trunc('month', visit_date) as date) as month, count(distinct customer_key) as customers
    from visits
    where store_id = $store and bills > 0
    group by all
),

billed as (
    select
        cast(date_trunc('month', day) as date) as month,
        sum(amount) as amount,
        sum(amount - walk_in_amount) as identified,
        sum(walk_in_amount) as walk_in,
        sum(walk_in_bills) as walk_in_bills
    from days
    where store_id = $store
    group by all
),

rule_months as (
    select
        periods.first_day as month,
        known.customers as known,
        coalesce(active.customers, 0) as active,
        coalesce(came.customers, 0) as customers,
        cast(coalesce(month_totals.total, billed.amount) as decimal(18, 2)) as total,
        cast(billed.identified as decimal(18, 2)) as identified,
        cast(billed.walk_in as decimal(18, 2)) as walk_in,
        cast(billed.walk_in_bills as bigint) as walk_in_bills
    from periods
    left join known on known.period_no = periods.period_no
    left join active on active.period_no = periods.period_no
    left join came on came.month = periods.first_day
    inner join billed on billed.month = periods.first_day
    left join month_totals on month_totals.month = periods.first_day
    order by periods.first_day
)

select * from rule_months
