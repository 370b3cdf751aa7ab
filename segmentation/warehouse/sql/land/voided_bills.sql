-- One row per number and day under which the store has bills that the file says are void, and what of them counts until now
with

voided as (
    select
        bill_no,
        day
    from said_bills
    group by all
    having bool_or(is_void) and not bool_or(is_bill or is_unread or is_top_up)
)

select
    bills.bill_no || ' ' || cast(bills.bill_date as varchar) as bill,
    count(*) filter (where bills.replaced_by is null) as bills,
    coalesce(sum(bills.amount) filter (where bills.replaced_by is null), 0) as amount
from bills
inner join voided on bills.bill_no = voided.bill_no and bills.bill_date = voided.day
where bills.store_id = $store
group by all
