-- One row per customer graded in a lake, under the key that the house knows him by; customer_key is null for whom it does not know
-- Reads graded_there (month_end, customer_key, tier, contribution), lake_keys and tiers.
with brought as (
    select
        graded_there.month_end,
        lake_keys.customer_key,
        tiers.tier_no,
        graded_there.contribution
    from graded_there
    inner join tiers on tiers.tier = graded_there.tier
    left join lake_keys on lake_keys.lake_key = graded_there.customer_key
)

select * from brought
