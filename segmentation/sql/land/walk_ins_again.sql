-- One row per customer of the store, weighed against the walk-in names of today
update customers
set is_walk_in = list_contains($walk_in, lower(customer_key)) or (coalesce(list_contains($walk_in, lower(name)), false) and phone is null)
where store_id = $store
