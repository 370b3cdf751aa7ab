-- One row per store: the customers of the file whom it does not know yet
select count(distinct customer_key) as customers
from who
where
    not list_contains($walk_in, folded(customer_key))
    and customer_key not in (select customer_key from customers where store_id = $store)
    and customer_key not in (select own_key from same_people where store_id = $store)
