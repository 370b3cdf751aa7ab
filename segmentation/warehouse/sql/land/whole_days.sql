-- One row per day that the batch brings anew as a whole
insert into whole_days by name
select distinct
    $batch as batch_id,
    $store as store_id,
    day
from said_bills
where is_of_day
