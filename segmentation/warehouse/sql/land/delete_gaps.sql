-- One row per touched customer and visit up to which his usual gap is kept
delete from kept_gaps where store_id = $store and customer_key in (select customer_key from touched_customers)
