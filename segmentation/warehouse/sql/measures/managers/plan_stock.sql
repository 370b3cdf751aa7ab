-- One row per manager (null: nobody), grade and days covered: the active customers of $as_of, their tables and what they brought
-- Reads month_tiers (month_end, customer_key, tier_no), day_visits, day_holders and plan_days. Tables and revenue are of the days from
-- $first_day to $as_of; days are those of them from his first visit on, both ends counted. Who is not active has none.
with seen as (
    select
        customer_key,
        min(first_visit) as first_visit,
        max(last_visit) as last_visit,
        greatest(sum(tables), 0) as tables,
        sum(revenue) as revenue
    from day_visits
    group by customer_key
),

plan_stock as (
    select
        day_holders.manager,
        month_tiers.tier_no,
        cast(date_diff('day', greatest(seen.first_visit, $first_day), $as_of) + 1 as bigint) as days,
        count(*) as customers,
        cast(sum(seen.tables) as bigint) as tables,
        cast(sum(seen.revenue) as decimal(18, 2)) as revenue
    from month_tiers
    inner join plan_days on plan_days.day = month_tiers.month_end
    inner join seen on seen.customer_key = month_tiers.customer_key
    left join day_holders on day_holders.customer_key = month_tiers.customer_key and day_holders.day_no = plan_days.day_no
    where month_tiers.month_end = $as_of and seen.last_visit >= $active_since
    group by day_holders.manager, month_tiers.tier_no, days
    order by day_holders.manager nulls last, month_tiers.tier_no, days
)

select * from plan_stock
