-- One row per import or edit with a live bill in the month from $first_day to $last_day, or that said its total: what of it counts there
with own as (
    select batch_id, count(*) as bills, sum(amount) as amount
    from bills
    where store_id = $store and replaced_by is null and bill_date between $first_day and $last_day
    group by batch_id
),

said as (
    select batch_id from month_totals where store_id = $store and month = $first_day
),

whole as (
    select batch_id, sum(amount) as landed
    from bills
    where store_id = $store and batch_id in (select batch_id from own)
    group by batch_id
),

month_files as (
    select
        batches.batch_id as batch,
        batches.kind,
        batches.file_name as file,
        batches.sha256,
        batches.landed_at,
        batches.report,
        coalesce(own.bills, 0) as bills,
        coalesce(own.amount, 0) as amount,
        whole.landed
    from batches
    left join own on own.batch_id = batches.batch_id
    left join whole on whole.batch_id = batches.batch_id
    where batches.store_id = $store and batches.undone_at is null and (own.batch_id is not null or batches.batch_id in (select batch_id from said))
    order by batch
)

select * from month_files
