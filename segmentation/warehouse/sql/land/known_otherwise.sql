-- One row per store: the new customers of the file whose phone or e-mail the store knows somebody by, under another key
with

own as (
    select distinct customer_key, phone, lower(trim(email)) as email
    from who
    where
        (phone is not null or email is not null)
        and not list_contains($walk_in, folded(customer_key))
        and customer_key not in (select customer_key from customers where store_id = $store)
        and customer_key not in (select own_key from same_people where store_id = $store)
),

phones as (
    select phone
    from customers
    where store_id = $store and phone is not null
    union
    select customer_key as phone
    from customers
    where store_id = $store
),

emails as (
    select lower(trim(email)) as email
    from customers
    where store_id = $store and email is not null
)

select
    count(distinct customer_key) filter (where phone in (select phone from phones)) as by_phone,
    count(distinct customer_key) filter (where email in (select email from emails)) as by_email
from own
