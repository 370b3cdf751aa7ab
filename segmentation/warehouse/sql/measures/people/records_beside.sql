-- One row per record asked for: who it is and what it has come to, all days together
-- Reads asked (customer_key) and holders (customer_key, manager: who looks after him).
with seen as (
    select
        visits.customer_key,
        count(case when visits.bills > 0 then 1 end) as visits,
        cast(sum(visits.amount) as decimal(18, 2)) as total_spend,
        min(case when visits.bills > 0 then visits.visit_date end) as first_visit,
        max(case when visits.bills > 0 then visits.visit_date end) as last_visit
    from visits
    inner join asked on asked.customer_key = visits.customer_key
    where visits.store_id = $store
    group by visits.customer_key
),

records_beside as (
    select
        customers.customer_key as customer,
        customers.name,
        customers.phone,
        customers.email,
        customers.module,
        holders.manager,
        coalesce(seen.visits, 0) as visits,
        coalesce(seen.total_spend, cast(0 as decimal(18, 2))) as total_spend,
        seen.first_visit,
        seen.last_visit
    from customers
    inner join asked on asked.customer_key = customers.customer_key
    left join holders on holders.customer_key = customers.customer_key
    left join seen on seen.customer_key = customers.customer_key
    where customers.store_id = $store
)

select * from records_beside
