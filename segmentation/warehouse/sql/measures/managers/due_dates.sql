-- One row per active customer with a rhythm: the day on which he should come, days on which the store was closed not counted
-- Reads warning_signs and house_days (day, day_no: the days up to the as-of day on which the store was not closed, numbered from 1).
-- Expected is the day that lies as many such days after his last visit as his usual gap has, half days up; days after $as_of all count.
with rhythms as (
    select customer_key, last_visit, cast(floor(usual_gap_days + 0.5) as integer) as gap_days
    from warning_signs
    where is_active and visits >= $due_visits and usual_gap_days >= $due_gap
),

last_open as (
    select max(day_no) as day_no
    from house_days
),

due_dates as (
    select
        rhythms.customer_key,
        rhythms.gap_days,
        coalesce(
            reached.day, cast($as_of + cast(seen.day_no + rhythms.gap_days - last_open.day_no as integer) as date)
        ) as expected_on
    from rhythms
    inner join house_days as seen on seen.day = rhythms.last_visit
    cross join last_open
    left join house_days as reached on reached.day_no = seen.day_no + rhythms.gap_days
)

select * from due_dates
