-- One row per saved version of a store's plan of a month, the newest first: what it came to in all
with plan_history as (
    select
        plans.version,
        plans.state,
        plans.saved_at,
        count(plan_rows.tier) as rows,
        coalesce(sum(plan_rows.customers), 0)::bigint as customers,
        coalesce(sum(plan_rows.bookings), 0)::double as bookings,
        coalesce(sum(plan_rows.revenue), 0)::decimal(18, 2) as revenue
    from plans
    left join plan_rows using (store_id, month, version)
    where plans.store_id = $store and plans.month = $month
    group by plans.version, plans.state, plans.saved_at
    order by plans.version desc
)

select * from plan_history
