-- One row per other customer of the store with one of $names
-- Reads erased_now.
select customer_key
from customers
where store_id = $store and customer_key not in (select own_key from erased_now) and list_contains($names, name)
order by customer_key
