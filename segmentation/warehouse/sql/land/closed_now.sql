-- One row per store and closed month, with the hash of its certificate
select
    stores.name as store,
    closings.month,
    closings.sha256
from closings
inner join stores on closings.store_id = stores.store_id
where closings.reopened_at is null
order by stores.store_id, closings.month
