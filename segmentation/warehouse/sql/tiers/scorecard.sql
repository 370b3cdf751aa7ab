-- One row per customer and store: the stars of his weighted score
-- Reads customer_facts with score and rated, and stars (tier_no, least: the lowest score that reaches the tier; null takes the rest).
-- tier_no is null for who is not rated on every criterion.
with reached as (
    select customer_facts.store_id, customer_facts.customer_key, min(stars.tier_no) as tier_no
    from customer_facts
    inner join stars on stars.least is null or customer_facts.score >= stars.least
    where customer_facts.score is not null
    group by customer_facts.store_id, customer_facts.customer_key
),

scorecard as (
    select
        customer_facts.store_id,
        customer_facts.customer_key,
        cast(reached.tier_no as integer) as tier_no,
        customer_facts.contribution,
        cast(customer_facts.score as decimal(9, 4)) as score,
        customer_facts.rated
    from customer_facts
    left join reached on reached.store_id = customer_facts.store_id and reached.customer_key = customer_facts.customer_key
)

select * from scorecard
