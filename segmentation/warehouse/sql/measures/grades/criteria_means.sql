-- One row per criterion of a scorecard: how many customers are rated on it, and their mean score
-- Reads latest_ratings and criteria (name as people write it, criterion_no, part). Of two names of one criterion the later
-- rating of a customer counts. Scores outside of the scale do not count.
with named as (
    select
        latest_ratings.customer_key,
        criteria.criterion_no,
        latest_ratings.score,
        row_number() over (
            partition by latest_ratings.customer_key, criteria.criterion_no
            order by latest_ratings.rated_on desc, latest_ratings.score desc
        ) as place
    from latest_ratings
    inner join criteria on criteria.name = lower(trim(latest_ratings.criterion))
    where latest_ratings.score between $lowest and $highest
        and ($customer is null or latest_ratings.customer_key = $customer)
),

numbers as (
    select distinct criterion_no from criteria
),

criteria_means as (
    select numbers.criterion_no, count(named.score) as rated, avg(cast(named.score as double)) as mean
    from numbers
    left join named on named.criterion_no = numbers.criterion_no and named.place = 1
    group by numbers.criterion_no
    order by numbers.criterion_no
)

select * from criteria_means
