-- One row per customer and store: customer_facts, and what money, time and ratings say besides
-- uses: facts/wide_sums, facts/profits
with wide_facts as (
    select * from profits
)

select * from wide_facts
