-- One row per day: what the store's numbered bills come to that a corrected list does not hold
select
    bills.bill_date as day,
    sum(bills.amount) as amount
from bills
where
    bills.store_id = $store
    and bills.replaced_by is null
    and bills.bill_no is not null
    and bills.bill_date in (select day from said_days)
    and bills.bill_no not in (select bill_no from said_bills where is_unread)
    and not exists (
        select 1
        from staged_bills
        where staged_bills.bill_no = bills.bill_no and (not $numbers_restart or staged_bills.bill_date = bills.bill_date)
    )
group by bills.bill_date
