-- One row per store: how many customers have visited up to the as-of day, and how many of them not before $active_since
with seen as (
    select customer_key, max(visit_date) as last_visit
    from visits
    where store_id = $store and visit_date <= $as_of and bills > 0
    group by customer_key
),

known_customers as (
    select count(*) as known, count(case when seen.last_visit >= $active_since then 1 end) as active
    from seen
    inner join customers on customers.customer_key = seen.customer_key
    where customers.store_id = $store and not customers.is_walk_in
)

select * from known_customers
