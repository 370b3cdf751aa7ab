-- One row per bill of the batch of which another column says what of its amount is owed
-- Reads owed_beside (line_no, part).
update bills
set owed = told.part
from owed_beside as told
where bills.store_id = $store and bills.batch_id = $batch and bills.line_no = told.line_no and bills.owed is null
