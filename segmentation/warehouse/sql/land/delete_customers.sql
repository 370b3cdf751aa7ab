-- One row per touched customer
delete from customers where store_id = $store and customer_key in (select customer_key from touched_customers)
