-- One row per customer who came around a festival last time and has not come yet, of the festivals that are on: the nearest of them
-- Reads festivals_on (festival_no by day, then_first, then_last, now_first). Nothing after $as_of is seen.
with then_days as (
    select festival_no, cast(unnest(generate_series(then_first, then_last, interval 1 day)) as date) as day
    from festivals_on
),

came_then as (
    select distinct visits.customer_key, then_days.festival_no
    from visits
    inner join then_days on then_days.day = visits.visit_date
    where visits.store_id = $store and visits.bills > 0 and visits.visit_date <= $as_of
),

now_days as (
    select festival_no, cast(unnest(generate_series(now_first, $as_of, interval 1 day)) as date) as day
    from festivals_on
),

came_now as (
    select distinct visits.customer_key, now_days.festival_no
    from visits
    inner join now_days on now_days.day = visits.visit_date
    where visits.store_id = $store and visits.bills > 0
),

festive as (
    select came_then.customer_key, min(came_then.festival_no) as festival_no
    from came_then
    left join came_now on came_now.customer_key = came_then.customer_key and came_now.festival_no = came_then.festival_no
    where came_now.customer_key is null
    group by came_then.customer_key
)

select * from festive
