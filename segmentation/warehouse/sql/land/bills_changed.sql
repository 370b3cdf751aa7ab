-- One row per file: the store's bills that it brings anew under their numbers (and days, where $numbers_restart), and of those whose
-- amount, day or customer it changes, what they come to before and after
-- A refund carries the number of its sale: neither takes the place of the other where they are of other days, nor where the
-- file holds refunds only.
with

here as (
    select
        bill_no,
        case when $numbers_restart then bill_date end as day,
        amount < 0 as is_refund,
        sum(amount) as amount,
        min(bill_date) as first_day,
        max(bill_date) as last_day,
        min(customer_key) as customer_key
    from staged_bills
    where bill_no is not null
    group by all
),

there as (
    select
        bill_no,
        case when $numbers_restart then bill_date end as day,
        amount < 0 as is_refund,
        count(*) as bills,
        sum(amount) as amount,
        min(bill_date) as first_day,
        max(bill_date) as last_day,
        min(coalesce(own_key, customer_key)) as customer_key
    from bills
    where store_id = $store and replaced_by is null and bill_no in (select bill_no from here)
    group by all
),

pairs as (
    select
        there.bills,
        there.amount as amount_there,
        there.first_day as first_there,
        there.last_day as last_there,
        here.amount as amount_here,
        here.first_day as first_here,
        here.last_day as last_here,
        there.amount <> here.amount or there.first_day <> here.first_day or there.last_day <> here.last_day
        or there.customer_key is distinct from here.customer_key as is_changed
    from there
    inner join here on there.bill_no = here.bill_no and there.day is not distinct from here.day
        and (
            there.is_refund = here.is_refund
            or there.first_day = here.first_day and exists (select 1 from staged_bills where amount >= 0)
        )
)

select
    coalesce(sum(bills), 0) as bills,
    coalesce(sum(bills) filter (where is_changed), 0) as changed,
    coalesce(sum(amount_there) filter (where is_changed), 0) as amount_there,
    min(first_there) filter (where is_changed) as first_there,
    max(last_there) filter (where is_changed) as last_there,
    coalesce(sum(amount_here) filter (where is_changed), 0) as amount_here,
    min(first_here) filter (where is_changed) as first_here,
    max(last_here) filter (where is_changed) as last_here
from pairs
