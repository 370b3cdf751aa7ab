-- One row per day whose bills the batch replaces
insert into batch_days by name
select distinct
    $batch as batch_id,
    $store as store_id,
    bill_date as day,
    $unnumbered_only as unnumbered_only
from staged_bills
where bill_no is null
