-- One row per day whose bills a batch brings or replaces
select distinct bill_date as day
from bills
where store_id = $store and (batch_id = $batch or replaced_by = $batch)
