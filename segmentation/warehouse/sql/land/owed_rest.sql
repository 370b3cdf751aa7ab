-- One row per bill of the batch of which a person said that what was not paid is owed: the rest
-- Reads owed (line_no, due, paid).
update bills
set owed = cast(round(told.due - told.paid, 2) as decimal(18, 2))
from owed as told
where bills.store_id = $store and bills.batch_id = $batch and bills.line_no = told.line_no
