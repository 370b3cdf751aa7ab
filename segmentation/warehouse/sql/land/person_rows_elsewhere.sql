-- One row per key of a store that top-ups, contacts, payments, ratings or notes have, be it under another key now, and $key is
with kept as (
    select own_key, customer_key from stored_value where store_id = $store and $key in (own_key, customer_key)
    union
    select own_key, customer_key from contacts where store_id = $store and $key in (own_key, customer_key)
    union
    select own_key, customer_key from payments where store_id = $store and $key in (own_key, customer_key)
    union
    select own_key, customer_key from ratings where store_id = $store and $key in (own_key, customer_key)
    union
    select own_key, customer_key from care_notes where store_id = $store and $key in (own_key, customer_key)
    union
    select null as own_key, customer_key from bills where store_id = $store and customer_key = $key
    union
    select own_key, customer_key from profile_rows where store_id = $store and $key in (own_key, customer_key)
)

select distinct customer_key
from kept
order by customer_key
