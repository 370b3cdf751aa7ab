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

by_day as (
    select bills.customer_key, bills.bill_date, bool_or(bills.amount >= 0) as is_visit, sum(bills.amount) as amount
    from bills
    inner join known on known.customer_key = bills.customer_key
    where bills.store_id = $store
        and bills.replaced_by is null
        and bills.bill_date > $begins_after
        and bills.bill_date <= $as_of
    group by bills.customer_key, bills.bill_date
),

span_money as (
    select customer_key, count(case when is_visit then 1 end) as visits, cast(sum(amount) as decimal(18, 2)) as contribution
    from by_day
    group by customer_key
)

select * from span_money
