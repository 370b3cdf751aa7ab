-- One row per day asked for and customer who has a tier on it: the tier, and what he brings in the window up to that day
-- Reads month_ends, numbered_customers, and placed, in which each day stands as a store of its own.
with month_tiers as (
    select
        month_ends.as_of as month_end,
        numbered_customers.customer_key,
        placed.tier_no,
        placed.contribution
    from placed
    inner join numbered_customers on numbered_customers.customer_no = placed.customer_key
    inner join month_ends on month_ends.month_no = placed.store_id
    where placed.tier_no is not null
)

select * from month_tiers
