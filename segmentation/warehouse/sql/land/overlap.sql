-- One row per store: what stands on the days that the file's bills without a number cover, and what would come; nothing where
-- none of it stands on a day on which the file has such a bill
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
    min(present.day) as first_day,
    max(present.day) as last_day,
    sum(present.bills) as bills_there,
    sum(present.amount) as amount_there,
    sum(new_days.bills) as bills_new,
    sum(new_days.amount) as amount_new
from present
inner join covered_days on present.day = covered_days.day
left join new_days on present.day = new_days.day
where exists (select 1 from new_days as own where own.day in (select day from present))
