-- One row per batch: the columns of which none of its bills says anything
select
    list_filter([
        case when count(tables) filter (where tables <> 1) = 0 then 'tables' end,
        case when count(covers) = 0 then 'covers' end,
        case when count(cost) = 0 then 'cost' end,
        case when count(manager) = 0 then 'manager' end,
        case when count(bill_time) = 0 then 'bill_time' end,
        case when count(room) = 0 then 'room' end,
        case when count(meal_period) = 0 then 'meal_period' end,
        case when count(channel) = 0 then 'channel' end,
        case when count(payment_method) = 0 then 'payment_method' end,
        case when count(gross) = 0 then 'gross' end,
        case when count(discount) = 0 then 'discount' end,
        case when count(from_card) = 0 then 'from_card' end,
        case when count(owed) = 0 then 'owed' end
    ], lambda name: name is not null) as unsaid
from bills
where store_id = $store and batch_id = $batch
