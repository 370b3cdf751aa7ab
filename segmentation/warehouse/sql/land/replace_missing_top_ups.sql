-- One row per live older top-up with a number on a day that the batch brings anew as a whole, after those that it replaces
update stored_value
set replaced_by = $batch
where
    store_id = $store
    and replaced_by is null
    and batch_id < $batch
    and bill_no is not null
    and bill_date in (select day from whole_days where batch_id = $batch)
    and bill_no not in (select bill_no from unread_bills where batch_id = $batch)
