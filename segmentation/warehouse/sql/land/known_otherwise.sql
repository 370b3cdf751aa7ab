-- One row per store: the new customers of the file whose phone the store knows somebody by, under another key
with

phones as (
    select distinct customer_key, phone
    from who
    where
        phone is not null
        and not list_contains($walk_in, folded(customer_key))
        and customer_key not in (select customer_key from customers where store_id = $store)
        and customer_key not in (select own_key from same_people where store_id = $store)
),

known as (
    select phone
    from customers
    where store_id = $store and phone is not null
    union
    select customer_key as phone
    from customers
    where store_id = $store
)

select count(distinct customer_key) as customers
from phones
where phone in (select phone from known)
