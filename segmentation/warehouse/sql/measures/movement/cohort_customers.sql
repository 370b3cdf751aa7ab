-- One row per customer who came first in a month: whether and how he came in a later span of days
-- The month of first visit are the days from $cohort_first to $cohort_last, the span those from $first_day to $last_day (at most the
-- as-of day). came is false for those who did not visit in the span: visits are then zero, and contribution too but
-- for what was refunded to them.
with seen as (
    select
        customer_key,
        min(case when bills > 0 then visit_date end) as first_visit,
        max(case when bills > 0 then visit_date end) as last_visit,
        sum(case when visit_date between $first_day and $last_day then least(bills, 1) else 0 end) as visits,
        sum(case when visit_date between $first_day and $last_day then amount else 0 end) as contribution
    from visits
    where store_id = $store and visit_date <= $as_of
    group by customer_key
),

cohort_customers as (
    select
        seen.customer_key as customer,
        customers.name,
        customers.phone,
        customers.module,
        customers.manager,
        seen.first_visit,
        seen.last_visit,
        seen.visits > 0 as came,
        cast(seen.visits as bigint) as visits,
        cast(seen.contribution as decimal(18, 2)) as contribution
    from seen
    inner join customers on customers.store_id = $store and customers.customer_key = seen.customer_key
    where seen.first_visit between $cohort_first and $cohort_last
    order by seen.contribution desc, seen.last_visit desc, seen.customer_key
)

select * from cohort_customers
