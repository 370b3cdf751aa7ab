-- One row per store: how many customers were followed for their first three months by $as_of, and their tables in these
-- Those of the month of the store's first bill are left out, as they may have come before.
with firsts as (
    select visits.customer_key, min(visits.visit_date) as first_visit
    from visits
    inner join customers on customers.customer_key = visits.customer_key
    where visits.store_id = $store
        and customers.store_id = $store
        and not customers.is_walk_in
        and visits.bills > 0
        and visits.visit_date <= $as_of
    group by visits.customer_key
),

followed as (
    select
        firsts.customer_key,
        greatest(sum(visits.tables), 0) as tables
    from firsts
    inner join visits on visits.customer_key = firsts.customer_key
    where visits.store_id = $store
        and firsts.first_visit > (select last_day(min(day)) from days where store_id = $store)
        and firsts.first_visit + interval 3 month <= $as_of + interval 1 day
        and visits.visit_date >= firsts.first_visit
        and visits.visit_date < firsts.first_visit + interval 3 month
    group by firsts.customer_key
),

new_customers_tables as (
    select count(*) as customers, cast(coalesce(sum(tables), 0) as bigint) as tables
    from followed
)

select * from new_customers_tables
