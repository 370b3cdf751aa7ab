-- One row per customer with a tier on a month-end, as it was kept
-- Reads tiers. A tier that the scheme has no more is none.
with kept_standing as (
    select snapshot_tiers.month_end, snapshot_tiers.customer_key, tiers.tier_no, snapshot_tiers.contribution
    from snapshot_tiers
    inner join tiers on tiers.tier = snapshot_tiers.tier
    where snapshot_tiers.store_id = $store and snapshot_tiers.scheme = $scheme and snapshot_tiers.month_end = $month_end
)

select * from kept_standing
