-- One row per customer and store: his facts and who he is, in no order; the columns of a rule are filled in by row_no
-- Reads customer_facts, its rows numbered by row_no. standard is exact to the cent, half a cent rounding away from zero; a
-- contribution of decimal(18, 2) doubled fits a bigint of cents.
with facts as (
    select *, cast(cast(contribution as decimal(21, 2)) * 100 as bigint) as contribution_cents
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
        cast(
            cast(
                sign(facts.contribution_cents)
                * ((2 * abs(facts.contribution_cents) + facts.tables) // (2 * nullif(greatest(facts.tables, 0), 0)))
                as decimal(18, 0)
            ) * 0.01 as decimal(18, 2)
        ) as standard,
        facts.store_id,
        facts.first_visit,
        facts.tables,
        facts.row_no
    from facts
    inner join customers on customers.store_id = facts.store_id and customers.customer_key = facts.customer_key
    inner join stores on stores.store_id = facts.store_id
)

select * from grades
