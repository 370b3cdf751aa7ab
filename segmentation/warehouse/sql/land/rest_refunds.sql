-- One row per refund of a list that its bill says too
update bills
set replaced_by = twice_told.told_by
from twice_told
where bills.store_id = $store and bills.batch_id = twice_told.batch_id and bills.line_no = twice_told.line_no
