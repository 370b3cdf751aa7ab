-- One row per bill number that the batch holds on rows that were not understood
insert into unread_bills by name
select distinct
    $batch as batch_id,
    $store as store_id,
    bill_no
from said_bills
where is_unread
