-- One row per store asked for: the customers active at the end of a period, and how they came from those at its start
-- Reads facts_before and facts_now as movements does, and movements. A customer who joined and is asleep again at the end
-- counts as joined, not as new: active_end = active_start - churned + reactivated + new_active.
with bridge as (
    select
        (select count(*) from facts_before where recency_days <= $active_days) as active_start,
        (select count(*) from facts_now where recency_days <= $active_days) as active_end,
        count(case when movement = 'asleep' then 1 end) as churned,
        count(case when movement = 'back' then 1 end) as reactivated,
        count(case when movement = 'joined' and is_active then 1 end) as new_active,
        count(case when movement = 'joined' then 1 end) as joined,
        cast(coalesce(sum(case when movement = 'asleep' then contribution end), 0) as decimal(18, 2)) as churned_contribution,
        cast(coalesce(sum(case when movement = 'back' then contribution end), 0) as decimal(18, 2)) as reactivated_contribution,
        cast(coalesce(sum(case when movement = 'joined' then contribution end), 0) as decimal(18, 2)) as joined_contribution
    from movements
)

select * from bridge
