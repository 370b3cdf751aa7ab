-- One row per store: bills without a number that stand on days of the file's numbered bills
select
    count(*) as bills_there,
    sum(amount) as amount_there
from bills
where
    store_id = $store
    and replaced_by is null
    and bill_no is null
    and bill_date in (select bill_date from staged_bills where bill_no is not null)
