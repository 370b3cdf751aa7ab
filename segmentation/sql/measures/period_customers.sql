-- One row per period and customer with a bill in it: what he brings there, who manages him, and whether he was active at its end
-- Reads periods (period_no, first_day, last_day: no two overlap). Who has a bill in a period was last seen in it, as of its
-- last day; so he is active then where that visit is $active_days back at most.
with period_customers as (
    select
        periods.period_no,
        visits.customer_key,
        max(customers.manager) as manager,
        sum(visits.amount) as contribution,
        max(periods.last_day) - max(visits.visit_date) <= $active_days as is_active
    from visits
    inner join periods on visits.visit_date >= periods.first_day and visits.visit_date <= periods.last_day
    inner join customers on customers.store_id = visits.store_id and customers.customer_key = visits.customer_key
    where visits.store_id = $store
    group by periods.period_no, visits.customer_key
)

select * from period_customers
