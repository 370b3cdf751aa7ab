-- One row per customer and store: his facts, his tier and who he is, in no order
-- Reads customer_facts, and placed (what the rule said, its rows numbered by placed_no). standard is exact to the cent, half a
-- cent rounding away from zero.
with facts as (
    select
        *,
        cast(
            cast(
                sign(contribution)
                * ((cast(200 * abs(cast(contribution as decimal(34, 2))) as hugeint) + tables) // (2 * nullif(greatest(tables, 0), 0)))
                as decimal(36, 0)
            ) * 0.01 as decimal(18, 2)
        ) as standard
    from customer_facts
),

grades as (
    select
        stores.name as store,
        facts.customer_key as customer,
        customers.name,
        customers.phone,
        customers.module,
        customers.manager,
        customers.region,
        facts.last_visit,
        facts.recency_days,
        facts.frequency,
        facts.contribution,
        facts.standard,
        placed.frequency_rank,
        placed.contribution_rank,
        facts.store_id,
        placed.tier_no,
        facts.first_visit,
        facts.tables,
        placed.placed_no
    from facts
    inner join placed on placed.store_id = facts.store_id and placed.customer_key = facts.customer_key
    inner join customers on customers.store_id = facts.store_id and customers.customer_key = facts.customer_key
    inner join stores on stores.store_id = facts.store_id
)

select * from grades
