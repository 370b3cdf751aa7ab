-- One row per month-end (standing as a store of its own), customer and criterion: latest_ratings of many days at once
-- Reads numbered_customers and month_ends.
with ranked as (
    select
        month_ends.month_no as store_id,
        numbered_customers.customer_no as customer_key,
        ratings.criterion,
        ratings.score,
        ratings.rated_on,
        row_number() over (
            partition by month_ends.month_no, ratings.customer_key, ratings.criterion
            order by ratings.rated_on desc, ratings.batch_id desc
        ) as place
    from ratings
    inner join month_ends on ratings.rated_on <= month_ends.as_of
    inner join numbered_customers on numbered_customers.customer_key = ratings.customer_key
    where ratings.store_id = $store
),

month_ratings as (
    select
        store_id,
        customer_key,
        criterion,
        score,
        rated_on
    from ranked
    where place = 1 and score is not null
)

select * from month_ratings
