-- One row per bill of the file that the store had and that a later file took back: it called it void, or no longer held it
-- With $numbers_restart a bill is known by number and day. taken_by is the import that took it back.
create or replace temp table revived_bills as
with

here as (
    select
        bill_no,
        bill_date,
        case when $numbers_restart then bill_date end as day,
        sum(amount) as amount
    from staged_bills
    where bill_no is not null and amount >= 0
    group by all
),

there as (
    select
        bill_no,
        case when $numbers_restart then bill_date end as day,
        batch_id,
        replaced_by
    from bills
    where store_id = $store and amount >= 0 and bill_no in (select bill_no from here)
),

brought as (
    select distinct
        bill_no,
        day,
        batch_id
    from there
),

counting as (
    select distinct
        bill_no,
        day
    from there
    where coalesce(replaced_by, -1) < 0
),

gone as (
    select
        there.bill_no,
        there.day,
        max(there.replaced_by) as taken_by
    from there
    left join brought
        on there.bill_no = brought.bill_no and there.day is not distinct from brought.day and there.replaced_by = brought.batch_id
    left join counting on there.bill_no = counting.bill_no and there.day is not distinct from counting.day
    where there.replaced_by > 0 and brought.batch_id is null and counting.bill_no is null
    group by all
)

select
    here.bill_no,
    here.bill_date,
    here.amount,
    gone.taken_by
from here
inner join gone on here.bill_no = gone.bill_no and here.day is not distinct from gone.day
