-- One row per store: what stands on the days that the file's bills without a number cover, and what would come
with

new_days as (
    select
        bill_date as day,
        count(*) as bills,
        sum(amount) as amount
    from staged_bills
    where bill_no is null
    group by bill_date
),

present as (
    select
        bills.bill_date as day,
        count(*) as bills,
        sum(bills.amount) as amount
    from bills
    where bills.store_id = $store and bills.replaced_by is null and (not $unnumbered_only or bills.bill_no is null)
    group by bills.bill_date
)

select
    count(*) as days,
    min(new_days.day) as first_day,
    max(new_days.day) as last_day,
    sum(present.bills) as bills_there,
    sum(present.amount) as amount_there,
    sum(new_days.bills) as bills_new,
    sum(new_days.amount) as amount_new
from new_days
inner join present on new_days.day = present.day
