-- One row per reading of the facts of everybody: what tells whether they are still the same, in whatever order they come
-- Reads customer_facts.
with facts_told as (
    select
        concat_ws(
            '|',
            count(*),
            sum(cast(
                hash(customer_key, first_visit, last_visit, recency_days, frequency, contribution, tables) as hugeint
            ))
        ) as told
    from customer_facts
)

select * from facts_told
