-- One row per person who was parted from a key and is no more, and of whom something was said meanwhile: it goes back to that key
-- Reads parted_before.
insert into person_rows by name
with said as (
    select coalesce(own_key, customer_key) as own_key from contacts where store_id = $store
    union all
    select coalesce(own_key, customer_key) as own_key from payments where store_id = $store
    union all
    select coalesce(own_key, customer_key) as own_key from care_notes where store_id = $store
    union all
    select coalesce(own_key, customer_key) as own_key from ratings where store_id = $store
    union all
    select coalesce(own_key, customer_key) as own_key from profile_rows where store_id = $store and not coalesce(parted, false)
)

select distinct
    $store as store_id,
    $batch as batch_id,
    'rejoined' as rule,
    parted_before.customer_key,
    parted_before.new_key as other
from parted_before
where
    parted_before.new_key in (select own_key from said)
    and parted_before.new_key not in (select new_key from person_rows where store_id = $store and rule = 'parted')
