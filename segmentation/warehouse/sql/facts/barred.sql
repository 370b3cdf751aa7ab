-- One row per customer of a store who had asked by a day not to be contacted again, which holds for good, or was erased on request
with barred as (
    select customer_key
    from contacts
    where store_id = $store and contact_day <= $on and outcome = 'do_not_call'
    union
    select customer_key
    from erased_keys
    where store_id = $store
)

select * from barred
