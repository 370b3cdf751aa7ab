-- One row per customer and day asked for since whose predecessor he was here or got money back: first and last day of it, what he brought
-- Reads plan_days (day_no from 1 up, day: the last one whose bills are seen). A day seen belongs to the first of them on or after it.
-- first_visit and last_visit are days with a bill that is not below zero; tables and revenue are of the days from $first_day on.
with seen_from as (
    select days.day, min(plan_days.day_no) as day_no
    from days
    inner join plan_days on plan_days.day >= days.day
    where days.store_id = $store
    group by days.day
),

day_visits as (
    select
        visits.customer_key,
        seen_from.day_no,
        max(visits.visit_date) as last_day,
        min(case when visits.bills > 0 then visits.visit_date end) as first_visit,
        max(case when visits.bills > 0 then visits.visit_date end) as last_visit,
        sum(case when visits.visit_date >= $first_day then visits.tables else 0 end) as tables,
        sum(case when visits.visit_date >= $first_day then visits.amount else 0 end) as revenue
    from visits
    inner join seen_from on seen_from.day = visits.visit_date
    where visits.store_id = $store
    group by visits.customer_key, seen_from.day_no
)

select * from day_visits
