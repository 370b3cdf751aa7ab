-- One row per file: its bills, its walk-ins' bills and its customers
with

walk_ins as (
    select distinct customer_key
    from who
    where list_contains($walk_in, folded(customer_key))
)

select
    (select count(*) from staged_bills) as bills,
    (
        select count(*)
        from staged_bills
        where customer_key is null or customer_key in (select customer_key from walk_ins)
    ) as walk_in_bills,
    (select count(distinct customer_key) from who where customer_key not in (select customer_key from walk_ins)) as customers
