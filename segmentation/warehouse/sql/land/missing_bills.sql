-- One row per store: its numbered bills on the days of the file, how many the file names, and those that it does not hold
-- a number on a row that was not understood counts as held: nobody knows yet what the row says
with

said as (
    select
        bill_no,
        case when $numbers_restart then day end as day,
        bool_or(is_bill) as is_bill
    from said_bills
    where not is_unread
    group by all
),

there as (
    select
        bills.bill_no,
        bills.bill_date,
        bills.amount,
        bills.batch_id,
        said.bill_no is not null as is_named,
        coalesce(said.is_bill, false) or bills.bill_no in (select bill_no from said_bills where is_unread) as is_held
    from bills
    left join said
        on bills.bill_no = said.bill_no and (not $numbers_restart or bills.bill_date = said.day)
    where
        bills.store_id = $store
        and bills.replaced_by is null
        and bills.bill_date in (select day from said_bills where is_of_day)
)

select
    count(*) as bills_there,
    count(*) filter (where is_named or is_held) as named,
    count(*) filter (where not is_held) as bills,
    coalesce(sum(amount) filter (where not is_held), 0) as amount,
    min(bill_date) filter (where not is_held) as first_day,
    max(bill_date) filter (where not is_held) as last_day,
    coalesce(list(distinct batch_id) filter (where not is_held), []) as batches
from there
where bill_no is not null
