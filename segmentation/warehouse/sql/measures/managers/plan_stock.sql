-- One row per manager (null: nobody), grade and days covered: the active customers of $as_of, their tables and what they brought
-- Reads month_tiers (month_end, customer_key, tier_no), day_ends (of $year_before too) and day_holders. Tables and revenue are of the days
-- from $first_day, the one after $year_before, to $as_of; days are those of them from his first visit on, both ends counted. Who is
-- not active has none.
with plan_stock as (
    select
        day_holders.manager,
        month_tiers.tier_no,
        cast(date_diff('day', greatest(day_holders.first_visit, $first_day), $as_of) + 1 as bigint) as days,
        count(*) as customers,
        cast(sum(greatest(day_holders.tables - coalesce(before_ends.tables, 0), 0)) as bigint) as tables,
        cast(sum(day_holders.revenue - coalesce(before_ends.revenue, 0)) as decimal(18, 2)) as revenue
    from month_tiers
    inner join day_holders on day_holders.customer_key = month_tiers.customer_key and day_holders.day = month_tiers.month_end
    left join day_ends as before_ends on before_ends.customer_key = month_tiers.customer_key and before_ends.day = $year_before
    where month_tiers.month_end = $as_of and day_holders.last_visit >= $active_since
    group by day_holders.manager, month_tiers.tier_no, days
    order by day_holders.manager nulls last, month_tiers.tier_no, days
)

select * from plan_stock
