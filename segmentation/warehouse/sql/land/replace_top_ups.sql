-- One row per live older top-up whose number the batch brings anew on the same day
update stored_value
set replaced_by = $batch
where
    store_id = $store
    and replaced_by is null
    and batch_id < $batch
    and exists (
        select 1 from stored_value as newer
        where newer.store_id = $store and newer.batch_id = $batch
            and newer.bill_no = stored_value.bill_no and newer.bill_date = stored_value.bill_date
    )
