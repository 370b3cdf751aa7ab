-- One row per customer and store: wide_sums, and what serving him costs, his profit and his spend a month
-- Reads wide_sums. $months are those of the window, in which the manager's contacts are paid for; 0 stands for all history, where
-- each customer's own months count. profit is contribution less the cost that the bills carry (none: nothing is deducted) less the
-- cost to serve. monthly_spend is contribution over the months covered: covered_days / 30.4375 (which is 487/16), at least 1.
-- Money is exact, half a cent rounding away from zero.
with timed as (
    select
        *,
        cast(
            visits * per_visit
            + contacts * per_contact * case when $months > 0 then least($months, coalesce(known_months, 0)) else coalesce(known_months, 0) end
            as decimal(18, 2)
        ) as service_cost,
        cast(100 * abs(cast(contribution as decimal(34, 2))) as hugeint) * 487 as scaled_cents,
        greatest(16 * coalesce(covered_days, 0), 487) as scaled_months
    from wide_sums
),

profits as (
    select
        store_id,
        customer_key,
        first_visit,
        last_visit,
        recency_days,
        frequency,
        contribution,
        tables,
        visits,
        total_visits,
        total_spend,
        graded_spend,
        known_days,
        cost,
        growth,
        is_foretold,
        potential,
        contacts,
        service_cost,
        cast(contribution - coalesce(cost, 0) - service_cost as decimal(18, 2)) as profit,
        cast(
            cast(sign(contribution) * (cast(2 * scaled_cents + scaled_months as hugeint) // (2 * scaled_months)) as decimal(36, 0)) * 0.01
            as decimal(18, 2)
        ) as monthly_spend
    from timed
)

select * from profits
