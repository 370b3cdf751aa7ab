-- One row per customer of a store and day of a month with a bill, as a lake holds it
-- Reads lake_keys (customer_key, lake_key).
with lake_visits as (
    select
        lake_keys.lake_key as customer_key,
        visits.visit_date,
        visits.bills,
        visits.amount,
        visits.tables,
        visits.covers,
        visits.cost
    from visits
    inner join lake_keys on lake_keys.customer_key = visits.customer_key
    where visits.store_id = $store and visits.visit_date between $first_day and $last_day
    order by lake_keys.lake_key, visits.visit_date
)

select * from lake_visits
