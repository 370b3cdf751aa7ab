-- One row per active customer of a store, and the one asked for: the facts that a rule ranks by, small enough to rank often
-- Reads customer_facts. The key becomes its place in the order of keys, so that ties break as they do between keys;
-- contribution is in cents.
with rivals as (
    select
        store_id,
        row_number() over (order by customer_key) as customer_key,
        0 as recency_days,
        frequency,
        cast(cast(contribution as decimal(38, 2)) * 100 as bigint) as contribution,
        tables,
        customer_key = $customer as is_asked
    from customer_facts
    where recency_days <= $active_days or customer_key = $customer
)

select * from rivals
