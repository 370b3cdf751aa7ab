-- One row per import and key of a store: the name that the import gave its customer
select
    batch_id,
    coalesce(own_key, customer_key) as customer_key,
    max(name) as name
from profile_rows
where store_id = $store and not explicit and name is not null
group by all
