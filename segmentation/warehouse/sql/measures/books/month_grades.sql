-- One row per scheme and tier that is kept of a month's end: how many customers, and what they brought in the window up to it
with kept as (
    select scheme, scheme_version as version
    from snapshots
    where store_id = $store and month_end = $month_end
),

month_grades as (
    select
        kept.scheme,
        kept.version,
        tiers.tier,
        count(tiers.customer_key) as customers,
        coalesce(sum(tiers.contribution), 0) as contribution
    from kept
    left join snapshot_tiers as tiers
        on tiers.store_id = $store and tiers.month_end = $month_end and tiers.scheme = kept.scheme
    group by kept.scheme, kept.version, tiers.tier
    order by scheme, tier
)

select * from month_grades
