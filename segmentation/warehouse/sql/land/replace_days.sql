-- One row per live older bill on a day that the batch replaces
-- a day is meant as it began when the batch was read: at $said_at, whatever the hour ($day_begins) by which bills are dated now
update bills
set replaced_by = $batch
from batch_days as newer
where
    newer.batch_id = $batch
    and bills.store_id = $store
    and bills.replaced_by is null
    and bills.batch_id < $batch
    and bills.bill_date + case when hour(bills.bill_time) < $day_begins then 1 else 0 end - case when hour(bills.bill_time) < $said_at then 1 else 0 end
        = newer.day
    and (not newer.unnumbered_only or bills.bill_no is null)
