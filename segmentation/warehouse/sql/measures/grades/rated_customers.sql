-- One row per customer who is rated on one criterion of a scorecard, with the score that counts
-- Reads latest_ratings and criteria (name as people write it, criterion_no, part). Of two names of one criterion the later
-- rating of a customer counts. Scores outside of the scale do not count.
with named as (
    select
        latest_ratings.customer_key as customer,
        latest_ratings.score,
        row_number() over (
            partition by latest_ratings.customer_key
            order by latest_ratings.rated_on desc, latest_ratings.score desc
        ) as place
    from latest_ratings
    inner join criteria on criteria.name = lower(trim(latest_ratings.criterion))
    where latest_ratings.score between $lowest and $highest and criteria.criterion_no = $criterion_no
),

rated_customers as (
    select customer, score
    from named
    where place = 1
    order by score, customer
)

select * from rated_customers
