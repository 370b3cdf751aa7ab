-- One row per customer of a store with a bill in a span of days: his visits in it, and what he brought
-- A visit is a day with a bill not below zero; contribution is that of all bills, refunds netted.
with by_day as (
    select customer_key, bill_date, bool_or(amount >= 0) as is_visit, sum(amount) as amount
    from bills
    where store_id = $store
        and replaced_by is null
        and customer_key is not null
        and bill_date > $begins_after
        and bill_date <= $as_of
    group by customer_key, bill_date
),

span_money as (
    select customer_key, count(case when is_visit then 1 end) as visits, cast(sum(amount) as decimal(18, 2)) as contribution
    from by_day
    group by customer_key
)

select * from span_money
