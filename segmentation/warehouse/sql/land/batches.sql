-- One row per batch, newest first
select
    batches.batch_id as batch,
    batches.store_id,
    stores.name as store,
    batches.kind,
    batches.file_name as file,
    batches.landed_at,
    batches.undone_at,
    batches.report
from batches
inner join stores on batches.store_id = stores.store_id
where $store is null or stores.name = $store
order by batches.batch_id desc
