-- One row per period and customer with a bill in it: what he brings there, who manages him, and whether he was active at its end
-- Reads periods (period_no, first_day, last_day: no two overlap). Who has a bill in a period was last seen in it, as of its
-- last day; so he is active then where that visit is $active_days back at most.
-- A visit finds its period by its day: joined by a range of days, a million visits would take a second.
with period_days as (
    select period_no, last_day, cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as day
    from periods
),

brought as (
    select
        period_days.period_no,
        visits.customer_key,
        sum(visits.amount) as contribution,
        max(period_days.last_day) - max(visits.visit_date) <= $active_days as is_active
    from visits
    inner join period_days on visits.visit_date = period_days.day
    where visits.store_id = $store
    group by period_days.period_no, visits.customer_key
),

period_customers as (
    select brought.period_no, brought.customer_key, customers.manager, brought.contribution, brought.is_active
    from brought
    inner join customers on customers.store_id = $store and customers.customer_key = brought.customer_key
)

select * from period_customers
