-- One row per month-end asked for: how many customers are kept, and how many would have another tier if it were found anew
-- Reads months (month_end), tiers, and month_tiers (as they would be now). Who has a tier on one side only counts as changed.
with kept as (
    select snapshot_tiers.month_end, snapshot_tiers.customer_key, snapshot_tiers.tier
    from snapshot_tiers
    inner join months on months.month_end = snapshot_tiers.month_end
    where snapshot_tiers.store_id = $store and snapshot_tiers.scheme = $scheme
),

found as (
    select month_tiers.month_end, month_tiers.customer_key, tiers.tier
    from month_tiers
    inner join tiers on tiers.tier_no = month_tiers.tier_no
),

compared as (
    select
        coalesce(kept.month_end, found.month_end) as month_end,
        kept.tier as kept_tier,
        found.tier as found_tier
    from kept
    full outer join found on found.month_end = kept.month_end and found.customer_key = kept.customer_key
),

snapshot_changes as (
    select
        months.month_end,
        count(compared.kept_tier) as customers_kept,
        count(compared.found_tier) as customers_now,
        count(case when coalesce(compared.kept_tier, '') <> coalesce(compared.found_tier, '') then 1 end) as changed
    from months
    left join compared on compared.month_end = months.month_end
    group by months.month_end
    order by months.month_end
)

select * from snapshot_changes
