-- One row per store, with what stands in it
select
    stores.store_id,
    stores.name as store,
    coalesce(sum(days.bills), 0) as bills,
    coalesce(sum(days.amount), 0) as amount,
    min(days.day) as first_date,
    max(days.day) as last_date,
    (select count(*) from customers where customers.store_id = stores.store_id and not customers.is_walk_in) as customers
from stores
left join days on stores.store_id = days.store_id
group by stores.store_id, stores.name
order by stores.store_id
