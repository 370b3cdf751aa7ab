-- One row per module of those who came around a festival: who came and what it brought, then and now
-- Reads festival_customers and module_texts (which place in the list of modules a module's text means). The module is the one that is
-- known now, on both sides.
with festival_modules as (
    select
        coalesce(module_texts.module_no, $unclassified) as module_no,
        count(case when festival_customers.visits_same > 0 then 1 end) as customers_then,
        cast(sum(festival_customers.spent_same) as decimal(18, 2)) as spent_then,
        count(case when festival_customers.visits_now > 0 then 1 end) as customers_now,
        cast(sum(festival_customers.spent_now) as decimal(18, 2)) as spent_now
    from festival_customers
    left join customers on customers.store_id = $store and customers.customer_key = festival_customers.customer_key
    left join module_texts on module_texts.text = customers.module
    group by coalesce(module_texts.module_no, $unclassified)
    order by coalesce(module_texts.module_no, $unclassified)
)

select * from festival_modules
