-- One row per customer of a store, no walk-in, with a bill in a span of days who had one by $known_by: his visits in it, and what he brought
-- A visit is a day with a bill not below zero; contribution is that of all bills, refunds netted.
with known as (
    select visits.customer_key
    from visits
    inner join customers on customers.store_id = $store and customers.customer_key = visits.customer_key and not customers.is_walk_in
    where visits.store_id = $store
    group by visits.customer_key
    having min(visits.visit_date) <= $known_by
),

span_money as (
    select
        visits.customer_key,
        count(case when visits.bills > 0 then 1 end) as visits,
        cast(sum(visits.amount) as decimal(18, 2)) as contribution
    from visits
    inner join known on known.customer_key = visits.customer_key
    where visits.store_id = $store and visits.visit_date > $begins_after and visits.visit_date <= $as_of
    group by visits.customer_key
)

select * from span_money
