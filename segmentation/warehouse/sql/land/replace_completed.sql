-- One row per live older bill that the batch completes with mended lines
update bills
set replaced_by = $batch
from (
    select
        bill_no,
        bill_date,
        coalesce(own_key, customer_key) as customer_key
    from bills
    where store_id = $store and batch_id = $batch and bill_no is not null
) as newer
where
    bills.store_id = $store
    and bills.replaced_by is null
    and bills.batch_id < $batch
    and bills.bill_no = newer.bill_no
    and bills.bill_date = newer.bill_date
    and coalesce(bills.own_key, bills.customer_key) is not distinct from newer.customer_key
