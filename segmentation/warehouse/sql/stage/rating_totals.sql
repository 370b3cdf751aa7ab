-- One row per file of ratings: what lands of it, and of whom
-- uses: stage/judged_ratings
select
    count(*) as ratings,
    count(distinct customer_key) as customers,
    count(distinct criterion) as criteria,
    min(rated_on) as first_day,
    max(rated_on) as last_day,
    count(*) filter (where date_text is null) as undated,
    count(*) filter (where rated_on > $latest) as future,
    count(distinct line_no) filter (where line_verdict <> 'ok') as partly,
    count(distinct customer_key) filter (
        where customer_key not in (
            select customer_key from customers where store_id = $store
            union all
            select own_key from same_people where store_id = $store
        )
    ) as strangers
from judged_ratings
where verdict = 'ok'
