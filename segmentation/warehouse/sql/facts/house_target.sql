-- One row per store with a house target of a month: the one typed or uploaded last; null was taken back
with said as (
    select saved_at, version as place, amount
    from house_targets
    where store_id = $store and month = $month
    union all
    select batches.landed_at as saved_at, 0 as place, max(target_rows.house_target) as amount
    from target_rows
    inner join batches on batches.batch_id = target_rows.batch_id
    where target_rows.store_id = $store and target_rows.month = $month and target_rows.house_target > 0
    group by batches.batch_id, batches.landed_at
),

house_target as (
    select amount
    from said
    order by saved_at desc, place desc
    limit 1
)

select * from house_target
