-- One row per customer of a store: what facts/customer_facts finds of a kept day, where the day before its window is kept too
-- Where the window is everything so far, no day before it is.
with ends as (
    select customer_key, first_visit, last_visit, visits, bills, tables, revenue
    from kept_ends
    where store_id = $store and day = $as_of
),

before_ends as (
    select customer_key, visits, bills, tables, revenue
    from kept_ends
    where store_id = $store and day = $window_begins_after
),

kept_facts as (
    select
        customers.store_id,
        customers.customer_key,
        ends.first_visit,
        ends.last_visit,
        $as_of - ends.last_visit as recency_days,
        cast(coalesce(
            case
                when $frequency = 'bills' then ends.bills - coalesce(before_ends.bills, 0)
                else ends.visits - coalesce(before_ends.visits, 0)
            end, 0
        ) as bigint) as frequency,
        cast(coalesce(ends.revenue - coalesce(before_ends.revenue, 0), 0) as decimal(18, 2)) as contribution,
        cast(greatest(coalesce(ends.tables - coalesce(before_ends.tables, 0), 0), 0) as bigint) as tables
    from customers
    left join ends on ends.customer_key = customers.customer_key
    left join before_ends on before_ends.customer_key = customers.customer_key
    where customers.store_id = $store
        and not customers.is_walk_in
        and (customers.has_profile or ends.customer_key is not null)
)

select * from kept_facts
