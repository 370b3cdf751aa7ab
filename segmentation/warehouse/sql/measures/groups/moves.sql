-- One row per customer who was in a saved group on the first or on the last of two days: whether he joined, left or stayed, and what he was
-- and is
-- Reads members_then, members_now (measures/groups/members), everybody_then and everybody_now (of every customer on these days). is_asleep is
-- of the last day: no visit for more than $active_days, or none at all. Money is of the window up to each day, 0 where he was not there.
with met as (
    select
        coalesce(members_now.customer_key, members_then.customer_key) as customer_key,
        case
            when members_then.customer_key is null then 'joined'
            when members_now.customer_key is null then 'left'
            else 'stayed'
        end as group_change
    from members_now
    full join members_then on members_then.customer_key = members_now.customer_key
),

moves as (
    select
        met.customer_key as customer,
        customers.name,
        customers.phone,
        met.group_change,
        everybody_then.tier as tier_then,
        everybody_now.tier,
        customers.module,
        customers.manager,
        customers.region,
        everybody_now.last_visit,
        everybody_now.recency_days,
        everybody_now.frequency,
        cast(coalesce(everybody_then.contribution, 0) as decimal(18, 2)) as contribution_from,
        cast(coalesce(everybody_now.contribution, 0) as decimal(18, 2)) as contribution,
        coalesce(everybody_now.recency_days > $active_days, true) as is_asleep
    from met
    inner join customers on customers.store_id = $store and customers.customer_key = met.customer_key
    left join everybody_then on everybody_then.customer_key = met.customer_key
    left join everybody_now on everybody_now.customer_key = met.customer_key
    order by contribution desc, contribution_from desc, customer
)

select * from moves
