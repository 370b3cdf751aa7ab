-- One row per day that the batch brings anew as a whole
insert into whole_days by name
select
    $batch as batch_id,
    $store as store_id,
    day
from said_days
