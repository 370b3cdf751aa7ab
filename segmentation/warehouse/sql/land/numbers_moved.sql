-- One row per file: of its bill numbers that the store has, those that stand for another day there, those of them that are no mere
-- corrections, and what both sides come to
-- A correction keeps within the days of its file and the month, or keeps customer and amount; a refund carries its sale's number.
with

here as (
    select
        bill_no,
        sum(amount) as amount,
        min(bill_date) as first_day,
        max(bill_date) as last_day,
        min(customer_key) as customer_key,
        max(amount) < 0 as is_refund
    from staged_bills
    where bill_no is not null
    group by bill_no
),

there as (
    select
        bill_no,
        sum(amount) as amount,
        min(bill_date) as first_day,
        max(bill_date) as last_day,
        min(coalesce(own_key, customer_key)) as customer_key,
        max(amount) < 0 as is_refund
    from bills
    where store_id = $store and replaced_by is null and bill_no in (select bill_no from here)
    group by bill_no
),

numbers as (
    select
        there.amount as amount_there,
        there.first_day as first_there,
        there.last_day as last_there,
        here.amount as amount_here,
        here.first_day as first_here,
        here.last_day as last_here,
        here.is_refund,
        here.first_day > there.last_day or here.last_day < there.first_day as is_another_day,
        there.amount = here.amount and there.customer_key is not distinct from here.customer_key as is_same,
        not there.last_day between (select min(first_day) from here) and (select max(last_day) from here) as is_outside,
        date_trunc('month', there.last_day) <> date_trunc('month', here.first_day) as is_another_month
    from there
    inner join here on there.bill_no = here.bill_no and (here.is_refund or not there.is_refund or here.first_day = there.first_day)
)

select
    count(*) filter (where is_another_day and not is_refund) as others,
    count(*) filter (where is_another_day and not is_refund and not is_same and (is_outside or is_another_month)) as moved,
    coalesce(bool_and(is_another_day and is_outside and (is_another_month or not is_same)) filter (where not is_refund), false)
        as are_all_outside,
    coalesce(sum(amount_there) filter (where is_another_day and not is_refund), 0) as amount_there,
    min(first_there) filter (where is_another_day and not is_refund) as first_there,
    max(last_there) filter (where is_another_day and not is_refund) as last_there,
    coalesce(sum(amount_here) filter (where is_another_day and not is_refund), 0) as amount_here,
    min(first_here) filter (where is_another_day and not is_refund) as first_here,
    max(last_here) filter (where is_another_day and not is_refund) as last_here
from numbers
