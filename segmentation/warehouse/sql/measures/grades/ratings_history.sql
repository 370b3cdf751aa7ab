-- One row per criterion and day on which the customer was rated, up to the as-of day
-- Of several on a day the one of the later batch counts; a rating that was taken back gives no row.
with ranked as (
    select
        criterion,
        rated_on,
        score,
        row_number() over (partition by criterion, rated_on order by batch_id desc) as place
    from ratings
    where store_id = $store and customer_key = $customer and rated_on <= $as_of
),

ratings_history as (
    select
        criterion,
        rated_on,
        score
    from ranked
    where place = 1 and score is not null
    order by criterion, rated_on
)

select * from ratings_history
