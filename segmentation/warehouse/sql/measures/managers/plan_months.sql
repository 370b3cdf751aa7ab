-- One row per month asked for, manager (null: nobody) and grade of the month before's end: what these customers did in the month
-- Reads month_tiers (month_end, customer_key, tier_no), day_ends, day_holders and plan_days (day_no, day: the month before's end, active_since,
-- last_day of the month, null: only who is there is asked). Who was not active counts as $last_tier; customers are those who were,
-- and of the others those who came. held are all of them. What was done is the difference of what had come together by both ends.
with placed as (
    select
        plan_days.day_no,
        day_holders.manager,
        case when day_holders.last_visit >= plan_days.active_since then month_tiers.tier_no else $last_tier end as tier_no,
        coalesce(day_holders.last_visit >= plan_days.active_since, false) as is_active,
        coalesce(then_ends.last_visit > plan_days.day, false) as came,
        coalesce(greatest(then_ends.tables - coalesce(day_holders.tables, 0), 0), 0) as tables,
        coalesce(then_ends.revenue - coalesce(day_holders.revenue, 0), 0) as revenue
    from month_tiers
    inner join plan_days on plan_days.day = month_tiers.month_end
    left join day_holders on day_holders.customer_key = month_tiers.customer_key and day_holders.day = plan_days.day
    left join day_ends as then_ends on then_ends.customer_key = month_tiers.customer_key and then_ends.day = plan_days.last_day
),

plan_months as (
    select
        day_no,
        manager,
        tier_no,
        count(*) as held,
        count(case when is_active or came then 1 end) as customers,
        cast(sum(tables) as bigint) as bookings,
        cast(sum(revenue) as decimal(18, 2)) as revenue
    from placed
    group by day_no, manager, tier_no
    order by day_no, manager nulls last, tier_no
)

select * from plan_months
