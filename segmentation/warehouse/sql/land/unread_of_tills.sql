-- One row per number of another till than those of the batch, of which it says nothing: its bill stays
insert into unread_bills by name
select
    $batch as batch_id,
    $store as store_id,
    bill_no
from other_tills
