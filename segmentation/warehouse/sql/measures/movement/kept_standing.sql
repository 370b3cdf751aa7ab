-- One row per customer with a tier on a month-end, as it was kept
-- Reads tiers. A tier that the scheme has no more is none.
-- uses: facts/kept_tiers
with kept_standing as (
    select kept_tiers.month_end, kept_tiers.customer_key, tiers.tier_no, kept_tiers.contribution
    from kept_tiers
    inner join tiers on tiers.tier = kept_tiers.tier
    where kept_tiers.month_end = $month_end
)

select * from kept_standing
