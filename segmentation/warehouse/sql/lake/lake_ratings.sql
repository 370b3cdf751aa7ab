-- One row per rating of a customer of a store in a month, as a lake holds it
-- Reads lake_keys (customer_key, lake_key).
with lake_ratings as (
    select ratings.batch_id, lake_keys.lake_key as customer_key, ratings.criterion, ratings.score, ratings.rated_on
    from ratings
    inner join lake_keys on lake_keys.customer_key = ratings.customer_key
    where ratings.store_id = $store and ratings.rated_on between $first_day and $last_day
    order by lake_keys.lake_key, ratings.rated_on, ratings.criterion, ratings.batch_id
)

select * from lake_ratings
