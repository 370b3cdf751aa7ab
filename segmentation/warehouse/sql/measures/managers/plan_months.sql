-- One row per month asked for, manager (null: nobody) and grade of the month before's end: what these customers did in the month
-- Reads month_tiers (month_end, customer_key, tier_no), day_visits, day_holders and plan_days (day_no, day: the month before's end, first_day and
-- last_day of the month, null: only who is there is asked). Who was not active counts as $last_tier; customers are those who were,
-- and of the others those who came. held are all of them.
with awake as (
    select distinct day_visits.customer_key, plan_days.day_no
    from day_visits
    inner join plan_days on plan_days.day_no >= day_visits.day_no and plan_days.active_since <= day_visits.last_visit
),

spans as (
    select days.day, plan_days.day_no as month_no
    from days
    inner join plan_days on days.day between plan_days.first_day and plan_days.last_day
    where days.store_id = $store
),

done as (
    select
        visits.customer_key,
        spans.month_no as day_no,
        bool_or(visits.bills > 0) as came,
        greatest(sum(visits.tables), 0) as tables,
        sum(visits.amount) as revenue
    from visits
    inner join spans on spans.day = visits.visit_date
    where visits.store_id = $store
    group by visits.customer_key, spans.month_no
),

placed as (
    select
        plan_days.day_no,
        day_holders.manager,
        case when awake.customer_key is not null then month_tiers.tier_no else $last_tier end as tier_no,
        awake.customer_key is not null as is_active,
        coalesce(done.came, false) as came,
        coalesce(done.tables, 0) as tables,
        coalesce(done.revenue, 0) as revenue
    from month_tiers
    inner join plan_days on plan_days.day = month_tiers.month_end
    left join awake on awake.customer_key = month_tiers.customer_key and awake.day_no = plan_days.day_no
    left join done on done.customer_key = month_tiers.customer_key and done.day_no = plan_days.day_no
    left join day_holders on day_holders.customer_key = month_tiers.customer_key and day_holders.day_no = plan_days.day_no
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
