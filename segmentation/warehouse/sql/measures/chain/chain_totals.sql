-- One row per store of the chain: its revenue in the window and who brought it, and its customers on the as-of day
-- Reads chain_stores (store_id, store, active_days). The window are the days after $begins_after up to $as_of; nothing later is seen. Managed
-- is the money of customers with a manager as known today.
with billed as (
    select
        days.store_id,
        sum(days.bills) as bills,
        sum(days.amount) as revenue,
        sum(days.walk_in_amount) as walk_in
    from days
    inner join chain_stores on chain_stores.store_id = days.store_id
    where days.day > $begins_after and days.day <= $as_of
    group by days.store_id
),

people as (
    select
        visits.store_id,
        visits.customer_key,
        customers.manager,
        max(case when visits.bills > 0 then visits.visit_date end) as last_visit,
        sum(case when visits.visit_date > $begins_after then visits.amount else 0 end) as contribution
    from visits
    inner join chain_stores on chain_stores.store_id = visits.store_id
    inner join customers on customers.store_id = visits.store_id and customers.customer_key = visits.customer_key
    where visits.visit_date <= $as_of and not customers.is_walk_in
    group by visits.store_id, visits.customer_key, customers.manager
),

counted as (
    select
        chain_stores.store_id,
        count(people.last_visit) as known_customers,
        count(case when people.last_visit > $begins_after then 1 end) as customers,
        count(case when date_diff('day', people.last_visit, $as_of) <= chain_stores.active_days then 1 end) as active_customers,
        sum(case when people.manager is not null then people.contribution else 0 end) as managed
    from chain_stores
    left join people on people.store_id = chain_stores.store_id
    group by chain_stores.store_id
),

chain_totals as (
    select
        chain_stores.store_id,
        chain_stores.store,
        cast(coalesce(billed.bills, 0) as bigint) as bills,
        cast(coalesce(billed.revenue, 0) as decimal(18, 2)) as revenue,
        cast(coalesce(billed.walk_in, 0) as decimal(18, 2)) as walk_in,
        cast(coalesce(counted.managed, 0) as decimal(18, 2)) as managed,
        counted.customers,
        counted.active_customers,
        counted.known_customers
    from chain_stores
    inner join counted on counted.store_id = chain_stores.store_id
    left join billed on billed.store_id = chain_stores.store_id
    order by revenue desc, chain_stores.store
)

select * from chain_totals
