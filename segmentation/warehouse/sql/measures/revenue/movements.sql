-- One row per customer and store who came or went in a period: joined, back or asleep
-- Reads facts_before (as of the day before the period) and facts_now (as of its last day). Active at the start and not at the end
-- is asleep; first seen in the period is joined; seen before, not active at the start, active at the end is back.
-- contribution is what he brings: in the window up to the end, for those asleep in the window up to the start.
with pairs as (
    select
        facts_now.store_id,
        facts_now.customer_key,
        facts_now.last_visit,
        facts_before.last_visit is not null as was_seen,
        coalesce(facts_before.recency_days <= $active_days, false) as was_active,
        coalesce(facts_now.recency_days <= $active_days, false) as is_active,
        coalesce(facts_before.contribution, 0) as contribution_before,
        facts_now.contribution as contribution_now
    from facts_now
    left join facts_before
        on facts_before.store_id = facts_now.store_id and facts_before.customer_key = facts_now.customer_key
    where facts_now.last_visit is not null
),

moved as (
    select
        store_id,
        customer_key,
        last_visit,
        is_active,
        case
            when not was_seen then 'joined'
            when was_active and not is_active then 'asleep'
            when is_active and not was_active then 'back'
        end as movement,
        case when was_seen and not is_active then contribution_before else contribution_now end as contribution
    from pairs
),

movements as (
    select
        moved.movement,
        moved.customer_key as customer,
        customers.name,
        customers.phone,
        customers.module,
        customers.manager,
        moved.last_visit,
        moved.is_active,
        moved.contribution
    from moved
    inner join customers on customers.store_id = moved.store_id and customers.customer_key = moved.customer_key
    where moved.movement is not null
    order by moved.movement, moved.contribution desc, moved.customer_key
)

select * from movements
