-- One row per day of a store with a bill: the number of the month-end at which its visits begin to count, and of those at which they end to
-- Reads month_ends (month_no from 1 up, as_of, window_begins_after, regraded_on, half_year_before, year_before, all rising with
-- it). enter_no is the first month-end on or after the day, leave_no the first whose window does not hold it any more; from
-- regraded_no on it counts as cumulative spend, from half_year_no and year_no on it lies before the half-year and the year. Null: none.
with month_spans as (
    select
        days.day,
        min(case when month_ends.as_of >= days.day then month_ends.month_no end) as enter_no,
        min(case when month_ends.window_begins_after >= days.day then month_ends.month_no end) as leave_no,
        min(case when month_ends.regraded_on >= days.day then month_ends.month_no end) as regraded_no,
        min(case when month_ends.half_year_before >= days.day then month_ends.month_no end) as half_year_no,
        min(case when month_ends.year_before >= days.day then month_ends.month_no end) as year_no
    from days
    cross join month_ends
    where days.store_id = $store
    group by days.day
)

select * from month_spans
