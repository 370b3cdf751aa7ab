-- One row per column that may come first in telling customers apart: how many of a sample the store knows then
-- each row of the sample is keyed as it would land: by that column where it has one, else by the others
with sampled as (
    select
        unnest($codes::varchar[]) as customer_code,
        unnest($phones::varchar[]) as phone,
        unnest($emails::varchar[]) as email,
        unnest($names::varchar[]) as name
),

firsts as (
    select unnest(['customer_code', 'phone', 'email', 'name']) as first
),

keyed as (
    select distinct
        first,
        key_among(first, clean_id(customer_code), clean_phone(phone), clean_email(email), clean_name(name)) as customer_key
    from sampled, firsts
),

known as (
    select customer_key from customers where store_id = $store and not is_walk_in
    union
    select own_key from same_people where store_id = $store
)

select first, count(*) as customers
from keyed
where customer_key in (select customer_key from known)
group by first
