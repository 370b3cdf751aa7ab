-- One row per key of a store that is gone into another, or of which a name is parted: for whom it stands
with known as (
    select own_key, customer_key from same_people where store_id = $store
)

select own_key, own_key as key_before, customer_key as key_now from known
union all
select distinct person_rows.customer_key as own_key, person_rows.customer_key as key_before, person_rows.customer_key as key_now
from person_rows
where person_rows.store_id = $store
    and person_rows.rule = 'parted'
    and person_rows.customer_key not in (select own_key from known)
