-- One row per bill of the batch that an import of before took back: it stays so, as if the batch had come before that import
-- Reads revived_bills.
update bills
set replaced_by = revived_bills.taken_by
from revived_bills
where
    bills.store_id = $store
    and bills.batch_id = $batch
    and bills.replaced_by is null
    and bills.amount >= 0
    and bills.bill_no = revived_bills.bill_no
    and bills.bill_date = revived_bills.bill_date
