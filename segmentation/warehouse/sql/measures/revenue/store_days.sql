-- One row per day of the store from $first_day to $last_day: what its live bills come to
with

store_days as (
    select
        bill_date as day,
        sum(amount) as amount
    from bills
    where store_id = $store and replaced_by is null and bill_date between $first_day and $last_day
    group by bill_date
)

select * from store_days
