-- One row per batch: the bills that it replaced
select
    count(*) as bills,
    coalesce(sum(amount), 0) as amount
from bills
where store_id = $store and replaced_by = $batch
