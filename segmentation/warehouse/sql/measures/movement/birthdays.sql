-- One row per customer whose birthday falls on one of the days asked for, the next first
-- Reads days_asked: day, month_day (09-30; the 28th of February has a second row for the 29th where there is none; lunar 08-15 and
-- leap 06-01 for the lunar calendar).
with birthdays as (
    select
        days_asked.day,
        customers.customer_key as customer,
        customers.name,
        customers.phone,
        customers.manager,
        customers.birthday
    from customers
    inner join days_asked
        on case left(customers.birthday, 5) when 'lunar' then 'lunar ' when 'leap ' then 'leap ' else '' end
            || right(customers.birthday, 5) = days_asked.month_day
    where customers.store_id = $store and not customers.is_walk_in
    order by days_asked.day, customers.customer_key
)

select * from birthdays
