-- One row per file: its bills, those with a number, its walk-ins' bills and its customers
with

walk_ins as (
    select distinct customer_key
    from who
    where list_contains($walk_in, folded(customer_key))
),

bills as (
    select
        count(*) as bills,
        coalesce(sum(amount), 0) as amount,
        count(bill_no) as numbered_bills,
        count(*) filter (where customer_key is null or customer_key in (select customer_key from walk_ins)) as walk_in_bills
    from staged_bills
)

select
    *,
    (select count(distinct customer_key) from who where customer_key not in (select customer_key from walk_ins)) as customers
from bills
