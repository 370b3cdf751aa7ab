-- One row per phone, e-mail or code of $texts that another customer of the store has as well
-- Reads erased_now.
select distinct said.text
from (
    select unnest([customer_key, code, phone, email]) as text
    from customers
    where store_id = $store and customer_key not in (select own_key from erased_now)
) as said
where list_contains($texts, said.text)
order by said.text
