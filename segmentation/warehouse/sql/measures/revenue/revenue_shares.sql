-- One row per store asked for: revenue of a period by who brought it, all of it and the part of known customers
-- Reads customer_facts as of $as_of. The period begins after $begins_after. Active are those active on $as_of.
with revenue as (
    select
        coalesce(sum(amount), 0) as total,
        coalesce(sum(walk_in_amount), 0) as walk_in
    from days
    where store_id = $store and day > $begins_after and day <= $as_of
),

active_revenue as (
    select coalesce(sum(visits.amount), 0) as active
    from visits
    inner join customer_facts
        on customer_facts.store_id = visits.store_id and customer_facts.customer_key = visits.customer_key
    where visits.store_id = $store and visits.visit_date > $begins_after and visits.visit_date <= $as_of
        and customer_facts.recency_days <= $active_days
),

revenue_shares as (
    select total, walk_in, total - walk_in as identified, active
    from revenue
    cross join active_revenue
)

select * from revenue_shares
