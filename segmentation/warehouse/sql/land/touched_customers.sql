-- One row per customer key of whom a batch says something, or whose bills it brings or replaces
select customer_key from profile_rows where store_id = $store and batch_id = $batch
union
select customer_key from bills where store_id = $store and (batch_id = $batch or replaced_by = $batch) and customer_key is not null
