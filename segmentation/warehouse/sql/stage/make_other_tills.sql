-- One row per number of the store's bills from a till that the file does not hold, among imports that know bills by their tills
create or replace temp table other_tills as
select distinct bill_no
from bills
where
    store_id = $store
    and list_contains($batches, batch_id)
    and contains(bill_no, '-')
    and split_part(bill_no, '-', 1) not in (select split_part(bill_no, '-', 1) from said_bills)
