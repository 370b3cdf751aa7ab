-- One row per customer of a store: what is known of him on the as-of day, nothing after it being seen
-- Listed are customers with a bill up to $as_of, and profiles without one; walk-ins are not. A day is a visit where a bill of it
-- is not below zero: last_visit is null for who has none yet, and what was refunded to him counts as money all the same.
-- The window are the days after $window_begins_after up to and including $as_of. Outside of it only
-- first_visit and last_visit look back. frequency counts visits, or their bills
-- where $frequency = 'bills'. tables are net of bills refunded in full, and never below 0.
-- One store at a time: grouping visits by the key alone takes a quarter less than by store and key.
with seen as (
    select
        customer_key,
        min(case when bills > 0 then visit_date end) as first_visit,
        max(case when bills > 0 then visit_date end) as last_visit,
        sum(case when visit_date > $window_begins_after then case when $frequency = 'bills' then bills else least(bills, 1) end else 0 end)
            as frequency,
        sum(case when visit_date > $window_begins_after then amount else 0 end) as contribution,
        sum(case when visit_date > $window_begins_after then tables else 0 end) as tables
    from visits
    where store_id = $store and visit_date <= $as_of
    group by customer_key
),

customer_facts as (
    select
        customers.store_id,
        customers.customer_key,
        seen.first_visit,
        seen.last_visit,
        date_diff('day', seen.last_visit, $as_of) as recency_days,
        cast(coalesce(seen.frequency, 0) as bigint) as frequency,
        cast(coalesce(seen.contribution, 0) as decimal(18, 2)) as contribution,
        cast(greatest(coalesce(seen.tables, 0), 0) as bigint) as tables
    from customers
    left join seen on seen.customer_key = customers.customer_key
    where customers.store_id = $store
        and not customers.is_walk_in
        and (customers.has_profile or seen.customer_key is not null)
)

select * from customer_facts
