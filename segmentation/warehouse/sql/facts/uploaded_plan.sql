-- One row per manager and grade of a store's month in the file of targets that came last: bookings and revenue follow
with newest as (
    select max(batch_id) as batch_id
    from target_rows
    where store_id = $store and month = $month
),

uploaded_plan as (
    select
        target_rows.manager,
        target_rows.tier,
        target_rows.customers,
        target_rows.frequency,
        target_rows.customers * target_rows.frequency as bookings,
        target_rows.standard,
        cast(target_rows.customers * target_rows.frequency * target_rows.standard as decimal(18, 2)) as revenue,
        batches.landed_at,
        batches.file_name
    from target_rows
    inner join newest on newest.batch_id = target_rows.batch_id
    inner join batches on batches.batch_id = target_rows.batch_id
    where target_rows.store_id = $store and target_rows.month = $month
    order by target_rows.manager nulls last, target_rows.tier
)

select * from uploaded_plan
