-- One row per day: what the store's bills come to that the file brings anew, under their numbers or, where $replaces_days, in place of a day
select
    bills.bill_date as day,
    sum(bills.amount) as amount
from bills
where
    bills.store_id = $store
    and bills.replaced_by is null
    and (
        (not $numbers_restart and bills.bill_no in (select bill_no from staged_bills))
        or ($numbers_restart and (bills.bill_no, bills.bill_date) in (select (bill_no, bill_date) from staged_bills))
        or (
            $replaces_days
            and (not $unnumbered_only or bills.bill_no is null)
            and bills.bill_date in (select day from covered_days)
        )
    )
group by bills.bill_date
