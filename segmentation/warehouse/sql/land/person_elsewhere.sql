-- One row per other store that has a customer with a phone, e-mail or code of $texts, of at least seven characters
select distinct stores.name
from customers
inner join stores on stores.store_id = customers.store_id
where customers.store_id <> $store
    and not customers.is_walk_in
    and (
        list_contains($texts, customers.phone) and strlen(customers.phone) >= 7
        or list_contains($texts, customers.email)
        or list_contains($texts, customers.customer_key) and strlen(customers.customer_key) >= 7
    )
order by stores.name
