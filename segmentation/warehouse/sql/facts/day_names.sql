-- One row per day asked for and name of a manager in the store's bills up to it: the days of the first and the last that names him
-- Reads end_days (day).
with billed as (
    select manager as name, bill_date as day
    from bills
    where store_id = $store and replaced_by is null and manager is not null
    group by manager, bill_date
),

day_names as (
    select end_days.day, billed.name, min(billed.day) as first_bill, max(billed.day) as last_bill
    from billed
    inner join end_days on end_days.day >= billed.day
    group by end_days.day, billed.name
)

select * from day_names
