-- One row per phone that customers of two stores or more have come with, and store: who that is there, and what he brings in the window
-- Reads chain_stores (store_id, store). A phone is its digits without 86; of a masked one nobody knows, and what more than $most customers
-- of one store carry is nobody's. Who goes by several keys in a store is one guest there, called as the one of them who brings the most.
with written as (
    select
        customers.store_id,
        customers.customer_key,
        customers.name,
        regexp_replace(customers.phone, '[^0-9]', '', 'g') as digits
    from customers
    inner join chain_stores on chain_stores.store_id = customers.store_id
    where not customers.is_walk_in and customers.phone is not null and not contains(customers.phone, '*')
),

known as (
    select
        store_id,
        customer_key,
        name,
        case when length(digits) = 13 and starts_with(digits, '86') then substr(digits, 3) else digits end as phone
    from written
    where length(digits) >= 7
),

shared as (
    select store_id, phone
    from known
    group by store_id, phone
    having count(*) <= $most
),

brought as (
    select
        known.phone,
        known.store_id,
        known.customer_key,
        known.name,
        cast(sum(case when visits.visit_date > $begins_after then least(visits.bills, 1) else 0 end) as bigint) as visits,
        cast(sum(case when visits.visit_date > $begins_after then visits.amount else 0 end) as decimal(18, 2)) as contribution,
        max(case when visits.bills > 0 then visits.visit_date end) as last_visit
    from known
    inner join shared on shared.store_id = known.store_id and shared.phone = known.phone
    inner join visits on visits.store_id = known.store_id and visits.customer_key = known.customer_key
    where visits.visit_date <= $as_of
    group by known.phone, known.store_id, known.customer_key, known.name
),

ordered as (
    select
        *,
        row_number() over (partition by phone, store_id order by contribution desc, visits desc, customer_key) as place
    from brought
    where last_visit is not null
),

in_store as (
    select
        phone,
        store_id,
        max(case when place = 1 then customer_key end) as customer,
        max(case when place = 1 then name end) as name,
        cast(sum(visits) as bigint) as visits,
        cast(sum(contribution) as decimal(18, 2)) as contribution,
        max(last_visit) as last_visit
    from ordered
    group by phone, store_id
),

whole as (
    select phone, count(*) as stores, sum(contribution) as contribution
    from in_store
    group by phone
    having count(*) > 1
),

chain_guests as (
    select
        in_store.phone,
        chain_stores.store,
        in_store.customer,
        in_store.name,
        in_store.visits,
        in_store.contribution,
        in_store.last_visit
    from in_store
    inner join whole on whole.phone = in_store.phone
    inner join chain_stores on chain_stores.store_id = in_store.store_id
    order by whole.contribution desc, in_store.phone, in_store.contribution desc, chain_stores.store
)

select * from chain_guests
