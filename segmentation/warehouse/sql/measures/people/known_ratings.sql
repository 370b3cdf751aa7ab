-- One row per rating of a customer by a criterion, the newest first; without a score it was taken back
with known_ratings as (
    select rated_on, criterion, score
    from ratings
    where store_id = $store and customer_key = $customer
    order by rated_on desc, batch_id desc, criterion
)

select * from known_ratings
