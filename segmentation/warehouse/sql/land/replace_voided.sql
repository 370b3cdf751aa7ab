-- One row per live older bill that the batch says is void: $voided are its numbers and days, as 0007 2026-09-08
update bills
set replaced_by = $batch
where
    store_id = $store
    and replaced_by is null
    and batch_id < $batch
    and bill_no is not null
    and list_contains($voided, bill_no || ' ' || cast(bill_date as varchar))
