-- One row per module (null: unclassified) of those who came around a festival: who came and what it brought, then and now
-- Reads festival_customers. The module is the one that is known now, on both sides.
with festival_modules as (
    select
        customers.module,
        count(case when festival_customers.visits_same > 0 then 1 end) as customers_then,
        cast(sum(festival_customers.spent_same) as decimal(18, 2)) as spent_then,
        count(case when festival_customers.visits_now > 0 then 1 end) as customers_now,
        cast(sum(festival_customers.spent_now) as decimal(18, 2)) as spent_now
    from festival_customers
    left join customers on customers.store_id = $store and customers.customer_key = festival_customers.customer_key
    group by customers.module
    order by customers.module nulls last
)

select * from festival_modules
