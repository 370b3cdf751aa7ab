-- One row per live older top-up on a day that the batch replaces
update stored_value
set replaced_by = $batch
from batch_days as newer
where
    newer.batch_id = $batch
    and stored_value.store_id = $store
    and stored_value.replaced_by is null
    and stored_value.batch_id < $batch
    and stored_value.bill_date = newer.day
    and (not newer.unnumbered_only or stored_value.bill_no is null)
