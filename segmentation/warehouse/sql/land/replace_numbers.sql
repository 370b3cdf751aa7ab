-- One row per live older bill whose number the batch brings anew
update bills
set replaced_by = $batch
where
    store_id = $store
    and replaced_by is null
    and batch_id < $batch
    and bill_no in (select newer.bill_no from bills as newer where newer.store_id = $store and newer.batch_id = $batch)
