-- One row per live older bill whose number the batch brings anew
-- a refund carries the number of its sale: neither takes the place of the other where they are of other days, nor
-- where the batch holds refunds only
update bills
set replaced_by = $batch
from (
    select distinct
        bill_no,
        bill_date,
        amount < 0 as is_refund,
        exists (select 1 from bills as sales where sales.store_id = $store and sales.batch_id = $batch and sales.amount >= 0) as is_of_sales
    from bills
    where store_id = $store and batch_id = $batch and bill_no is not null
        and bill_no in ( -- of the few that are known: a first file of a million has none
            select older.bill_no
            from bills as older
            where older.store_id = $store and older.replaced_by is null and older.batch_id < $batch
        )
) as newer
where
    bills.store_id = $store
    and bills.replaced_by is null
    and bills.batch_id < $batch
    and bills.bill_no = newer.bill_no
    and ((bills.amount < 0) = newer.is_refund or bills.bill_date = newer.bill_date and newer.is_of_sales)
