-- One row per day asked for and customer who has a tier on it: the tier by its key, as grades leave a lake
-- Reads month_tiers and tiers.
with graded as (
    select month_tiers.month_end, month_tiers.customer_key, tiers.tier, month_tiers.contribution
    from month_tiers
    inner join tiers on tiers.tier_no = month_tiers.tier_no
)

select * from graded
