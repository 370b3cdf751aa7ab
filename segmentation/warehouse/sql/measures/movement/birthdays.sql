-- One row per customer whose birthday falls on one of the days asked for, the next first
-- Reads days_asked: day, month_day (09-30; the 28th of February has a second row for the 29th where there is none).
with birthdays as (
    select
        days_asked.day,
        customers.customer_key as customer,
        customers.name,
        customers.phone,
        customers.manager
    from customers
    inner join days_asked on right(customers.birthday, 5) = days_asked.month_day
    where customers.store_id = $store and not customers.is_walk_in
    order by days_asked.day, customers.customer_key
)

select * from birthdays
