-- One row per tier and store, tiers without customers included
-- Reads grades (a graded list) and tiers (tier_no, tier). Shares are of the graded customers of the store.
with totals as (
    select
        store_id,
        tier_no,
        count(*) as customers,
        sum(contribution) as contribution,
        sum(frequency) as frequency,
        nullif(greatest(sum(tables), 0), 0) as tables
    from grades
    where tier_no is not null
    group by store_id, tier_no
),

-- a whole that is positive only because refunds to customers without a visit are not in it is none
refunds as (
    select store_id, sum(contribution) as refunded
    from grades
    where last_visit is null and tier_no is null and contribution < 0
    group by store_id
),

every_tier as (
    select
        stores.store_id,
        stores.name as store,
        tiers.tier_no,
        tiers.tier,
        coalesce(totals.customers, 0) as customers,
        coalesce(totals.contribution, 0) as contribution,
        coalesce(refunds.refunded, 0) as refunded,
        totals.frequency,
        totals.tables
    from stores
    cross join tiers
    left join totals on totals.store_id = stores.store_id and totals.tier_no = tiers.tier_no
    left join refunds on refunds.store_id = stores.store_id
    where array_contains($stores, stores.store_id)
),

tier_summary as (
    select
        store,
        tier,
        customers,
        customers / nullif(sum(customers) over (partition by store_id), 0) as customer_share,
        cast(contribution as decimal(18, 2)) as contribution,
        case
            when sum(contribution) over (partition by store_id) + refunded > 0
                then cast(contribution as double) / cast(sum(contribution) over (partition by store_id) as double)
        end as contribution_share,
        frequency / nullif(customers, 0) as average_frequency,
        cast(
            cast(
                sign(contribution) * ((cast(200 * abs(cast(contribution as decimal(34, 2))) as hugeint) + tables) // (2 * tables))
                as decimal(36, 0)
            ) * 0.01 as decimal(18, 2)
        ) as standard,
        store_id,
        tier_no
    from every_tier
    order by store_id, tier_no
)

select * from tier_summary
