-- One row: what tells whether the facts of everybody are still the same, in whatever order they come
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
