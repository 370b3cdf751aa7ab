-- One row per log of contacts: what lands of it, and of whom
-- uses: stage/judged_contacts
select
    count(*) as contacts,
    count(distinct customer_key) as customers,
    min(contact_day) as first_day,
    max(contact_day) as last_day,
    count(*) filter (
        where customer_key not in (select customer_key from customers where store_id = $store)
    ) as strangers
from judged_contacts
where verdict = 'ok'
