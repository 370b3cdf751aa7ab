-- One row per customer and store: customer_facts with the weighted score of the latest ratings, and how many criteria are rated
-- Reads customer_facts, latest_ratings, and criteria (name as people write it, criterion_no, part: they sum to $parts).
-- Of two names of one criterion the later rating counts, on one day the higher. score is null unless every criterion is rated,
-- and cut to eight decimals where the parts do not divide it: what reaches a threshold does so exactly.
with named as (
    select
        latest_ratings.store_id,
        latest_ratings.customer_key,
        criteria.criterion_no,
        criteria.part,
        latest_ratings.score,
        row_number() over (
            partition by latest_ratings.store_id, latest_ratings.customer_key, criteria.criterion_no
            order by latest_ratings.rated_on desc, latest_ratings.score desc
        ) as place
    from latest_ratings
    inner join criteria on criteria.name = lower(trim(latest_ratings.criterion))
    where latest_ratings.score between $lowest and $highest
),

weighed as (
    select store_id, customer_key, count(*) as rated, sum(part * score) as points
    from named
    where place = 1
    group by store_id, customer_key
),

scored_facts as (
    select
        customer_facts.*,
        coalesce(weighed.rated, 0) as rated,
        case
            when weighed.rated = $criteria_count
                then cast(
                    cast(cast(weighed.points * 10000 as hugeint) * 10000 // $parts as decimal(30, 0)) * 0.00000001 as decimal(28, 8)
                )
        end as score
    from customer_facts
    left join weighed on weighed.store_id = customer_facts.store_id and weighed.customer_key = customer_facts.customer_key
)

select * from scored_facts
