-- One row per customer who was here by $as_of: his last visit up to then, if found_gaps does not hold it yet
with seen as (
    select customer_key, max(visit_date) as last_visit
    from visits
    where store_id = $store and visit_date <= $as_of and bills > 0
    group by customer_key
),

last_seen as (
    select seen.customer_key, seen.last_visit, 0 as recency_days
    from seen
    left join found_gaps on found_gaps.customer_key = seen.customer_key and found_gaps.last_visit = seen.last_visit
    where found_gaps.customer_key is null
)

select * from last_seen
