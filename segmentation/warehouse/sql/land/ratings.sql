-- One row per customer, criterion and day of a file of ratings
-- uses: stage/judged_ratings
insert into ratings by name
select
    $store as store_id,
    $batch as batch_id,
    customer_key,
    criterion,
    score,
    rated_on
from judged_ratings
where verdict = 'ok'
