-- One row per store, customer and criterion: the last score on or before the as-of day
-- Of several on a day the one of the later batch counts; a rating that was taken back last gives no row.
with ranked as (
    select
        store_id,
        customer_key,
        criterion,
        score,
        rated_on,
        row_number() over (partition by store_id, customer_key, criterion order by rated_on desc, batch_id desc) as place
    from ratings
    where rated_on <= $as_of and array_contains($stores, store_id)
),

latest_ratings as (
    select
        store_id,
        customer_key,
        criterion,
        score,
        rated_on
    from ranked
    where place = 1 and score is not null
    order by store_id, customer_key, criterion
)

select * from latest_ratings
