-- One row per log of contacts: what lands of it, and of whom
-- uses: stage/judged_contacts
with told as (
    select
        customer_key,
        contact_day,
        customer_key in (
            select customer_key from customers where store_id = $store
            union all
            select own_key from same_people where store_id = $store
        ) as is_there
    from judged_contacts
    where verdict = 'ok'
)

select
    count(*) filter (where is_there) as contacts,
    count(distinct customer_key) filter (where is_there) as customers,
    min(contact_day) as first_day,
    max(contact_day) as last_day,
    count(*) filter (where not is_there) as strangers
from told
