-- One row per older import with bills that the file brings anew as they are: how many, and the columns of which these say anything
-- among $columns, and whether the file says no time of any bill
with

same as (
    select older.*
    from staged_bills as newer
    inner join bills as older
        on newer.bill_no = older.bill_no
        and newer.bill_date = older.bill_date
        and newer.amount = older.amount
        and newer.customer_key is not distinct from coalesce(older.own_key, older.customer_key)
    where older.store_id = $store and older.replaced_by is null
)

select
    batch_id,
    count(*) as bills,
    list_filter([
        case when count(covers) > 0 then 'covers' end,
        case when count(cost) > 0 then 'cost' end,
        case when count(manager) > 0 then 'manager' end,
        case when count(bill_time) > 0 and not exists (select 1 from staged_bills where bill_time is not null) then 'time' end,
        case when count(room) > 0 then 'room' end,
        case when count(meal_period) > 0 then 'meal_period' end,
        case when count(channel) > 0 then 'channel' end,
        case when count(payment_method) > 0 then 'payment_method' end,
        case when count(gross) > 0 then 'gross' end,
        case when count(discount) > 0 then 'discount' end
    ], lambda name: name is not null and list_contains($columns, name)) as said
from same
group by batch_id
order by batch_id
