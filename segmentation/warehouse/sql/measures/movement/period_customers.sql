-- One row per period and customer with a bill in it: what he brings there, who manages him, and whether he was active at its end
-- Reads periods (period_no, first_day, last_day: no two overlap). Who visited in a period was last seen in it, as of its last day;
-- so he is active then where that visit is $active_days back at most. Of who has refunds only in it (visited false) the visits
-- before it tell.
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
        max(period_days.last_day) as last_day,
        max(case when visits.bills > 0 then visits.visit_date end) as last_visit
    from visits
    inner join period_days on visits.visit_date = period_days.day
    where visits.store_id = $store
    group by period_days.period_no, visits.customer_key
),

seen_before as (
    select brought.period_no, brought.customer_key, max(visits.visit_date) as last_visit
    from brought
    inner join visits on visits.customer_key = brought.customer_key
    where visits.store_id = $store and brought.last_visit is null and visits.visit_date <= brought.last_day and visits.bills > 0
    group by brought.period_no, brought.customer_key
),

period_customers as (
    select
        brought.period_no,
        brought.customer_key,
        customers.manager,
        brought.contribution,
        brought.last_visit is not null as visited,
        coalesce(date_diff('day', coalesce(brought.last_visit, seen_before.last_visit), brought.last_day) <= $active_days, false) as is_active
    from brought
    left join seen_before on seen_before.period_no = brought.period_no and seen_before.customer_key = brought.customer_key
    inner join customers on customers.store_id = $store and customers.customer_key = brought.customer_key
)

select * from period_customers
