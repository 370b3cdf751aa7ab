-- One row per tier, tiers without customers included: how many, what they bring and what serving them costs
-- Reads customer_facts (wide), placed and tiers. Shares are of the graded customers; null where there is nothing to share.
with totals as (
    select
        placed.tier_no,
        count(*) as customers,
        sum(customer_facts.contribution) as contribution,
        sum(customer_facts.profit) as profit,
        sum(customer_facts.service_cost) as service_cost,
        sum(customer_facts.visits) as visits
    from placed
    inner join customer_facts
        on customer_facts.store_id = placed.store_id and customer_facts.customer_key = placed.customer_key
    where placed.tier_no is not null
    group by placed.tier_no
),

every_tier as (
    select
        tiers.tier_no,
        tiers.tier,
        coalesce(totals.customers, 0) as customers,
        cast(coalesce(totals.contribution, 0) as decimal(18, 2)) as contribution,
        cast(coalesce(totals.profit, 0) as decimal(18, 2)) as profit,
        cast(coalesce(totals.service_cost, 0) as decimal(18, 2)) as service_cost,
        cast(coalesce(totals.visits, 0) as bigint) as visits
    from tiers
    left join totals on totals.tier_no = tiers.tier_no
),

-- a whole that is positive only because refunds to customers without a visit are not in it is none
refunded as (
    select coalesce(sum(profit), 0) as profit_lost
    from customer_facts
    where last_visit is null and profit < 0
),

pyramid as (
    select
        tier,
        customers,
        customers / nullif(sum(customers) over (), 0) as customer_share,
        contribution,
        profit,
        case
            when sum(profit) over () + refunded.profit_lost > 0 then cast(profit as double) / cast(sum(profit) over () as double)
        end as profit_share,
        service_cost,
        cast(service_cost as double) / nullif(cast(greatest(sum(service_cost) over (), 0) as double), 0) as service_cost_share,
        visits,
        visits / nullif(sum(visits) over (), 0) as visit_share
    from every_tier
    cross join refunded
    order by tier_no
)

select * from pyramid
