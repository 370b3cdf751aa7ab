-- One row per store asked about: what its days from $first_day to $last_day come to, and its live bills of them (bills_told, amount_told)
with by_day as (
    select
        count(*) as days,
        cast(coalesce(sum(bills), 0) as bigint) as bills,
        cast(coalesce(sum(amount), 0) as decimal(18, 2)) as amount,
        cast(coalesce(sum(tables), 0) as bigint) as tables,
        cast(sum(covers) as bigint) as covers,
        cast(sum(cost) as decimal(18, 2)) as cost
    from days
    where store_id = $store and day between $first_day and $last_day
),

by_bill as (
    select
        count(*) as bills_told,
        cast(coalesce(sum(amount), 0) as decimal(18, 2)) as amount_told
    from bills
    where store_id = $store and replaced_by is null and bill_date between $first_day and $last_day
),

month_sums as (
    select by_day.*, by_bill.* from by_day cross join by_bill
)

select * from month_sums
