-- One row per month-end: what the customers of the best tier bring in the window up to it, and how many all graded ones are and bring
-- Reads month_tiers (month_end, customer_key, tier_no, contribution).
with best_tier as (
    select
        month_end,
        count(*) as customers,
        count(case when tier_no = 1 then 1 end) as best_customers,
        cast(coalesce(sum(case when tier_no = 1 then contribution end), 0) as decimal(18, 2)) as best,
        cast(sum(contribution) as decimal(18, 2)) as contribution
    from month_tiers
    group by month_end
    order by month_end
)

select * from best_tier
