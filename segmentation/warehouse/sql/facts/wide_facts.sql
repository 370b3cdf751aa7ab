-- One row per customer of a store: customer_facts, and what money, time and ratings say besides
-- uses: facts/wide_sums, facts/profits
with wide_facts as (
    select * from profits
)

select * from wide_facts
