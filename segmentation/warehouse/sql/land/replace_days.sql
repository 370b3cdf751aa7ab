-- One row per live older bill on a day that the batch replaces
update bills
set replaced_by = $batch
from batch_days as newer
where
    newer.batch_id = $batch
    and bills.store_id = $store
    and bills.replaced_by is null
    and bills.batch_id < $batch
    and bills.bill_date = newer.day
    and (not newer.unnumbered_only or bills.bill_no is null)
