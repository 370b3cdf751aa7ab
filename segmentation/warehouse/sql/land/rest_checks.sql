-- One row per check whose money bills of stays hold: it rests beside the import of the stay
-- Reads room_rests.
update bills
set replaced_by = -room_rests.charges_batch
from room_rests
where
    bills.store_id = $store
    and bills.batch_id = room_rests.batch_id
    and bills.line_no = room_rests.line_no
    and bills.replaced_by is null
