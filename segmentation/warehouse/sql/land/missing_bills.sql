-- One row per store: its numbered bills and top-ups on the days of the file, how many the file names, and those that it does not hold
-- bills of other tills are none of its business, and those that it says are void are ($voided) no question
-- a number on a row that was not understood counts as held: nobody knows yet what the row says; a top-up is known by number and day
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

said_top_ups as (
    select
        bill_no,
        day,
        bool_or(is_top_up) as is_top_up
    from said_bills
    where not is_unread
    group by all
),

unread as (
    select bill_no
    from said_bills
    where is_unread
),

there as (
    select
        false as is_top_up,
        bills.bill_date,
        bills.amount,
        bills.batch_id,
        said.bill_no is not null as is_named,
        coalesce(said.is_bill, false) or bills.bill_no in (select bill_no from unread)
        or list_contains($voided, bills.bill_no || ' ' || cast(bills.bill_date as varchar)) as is_held
    from bills
    left join said
        on bills.bill_no = said.bill_no and (not $numbers_restart or bills.bill_date = said.day)
    where
        $of_bills
        and bills.store_id = $store
        and bills.replaced_by is null
        and bills.bill_no is not null
        and bills.bill_date in (select day from said_days)
        and bills.bill_no not in (select bill_no from other_tills)
    union all
    select
        true as is_top_up,
        stored_value.bill_date,
        stored_value.amount,
        stored_value.batch_id,
        said_top_ups.bill_no is not null as is_named,
        coalesce(said_top_ups.is_top_up, false) or stored_value.bill_no in (select bill_no from unread) as is_held
    from stored_value
    left join said_top_ups
        on stored_value.bill_no = said_top_ups.bill_no and stored_value.bill_date = said_top_ups.day
    where
        $of_top_ups
        and stored_value.store_id = $store
        and stored_value.replaced_by is null
        and stored_value.bill_no is not null
        and stored_value.bill_date in (select day from said_days)
)

select
    count(*) as bills_there,
    count(*) filter (where is_named or is_held) as named,
    count(*) filter (where not is_held and not is_top_up) as bills,
    count(*) filter (where is_named and not is_held and not is_top_up) as unsettled,
    coalesce(sum(amount) filter (where not is_held and not is_top_up), 0) as amount,
    count(*) filter (where not is_held and is_top_up) as top_ups,
    coalesce(sum(amount) filter (where not is_held and is_top_up), 0) as top_up_amount,
    min(bill_date) filter (where not is_held) as first_day,
    max(bill_date) filter (where not is_held) as last_day,
    coalesce(list(distinct batch_id) filter (where not is_held), []) as batches
from there
