-- One row per manager (null: nobody): how many of his customers were expected in the month, how many came in time, how many wait
-- Reads due_dates (as known on the month before's end) and holders_then. In time is a visit of the month within half a usual gap of
-- the day; a day whose half gap is not over by $as_of waits, and is neither expected nor in time.
with visited as (
    select
        due_dates.customer_key,
        min(abs(date_diff('day', due_dates.expected_on, visits.visit_date))) as days_off
    from due_dates
    inner join visits on visits.customer_key = due_dates.customer_key
    where visits.store_id = $store
        and visits.bills > 0
        and visits.visit_date >= $month_start
        and visits.visit_date <= $as_of
    group by due_dates.customer_key
),

expected as (
    select
        holders_then.manager,
        2 * date_diff('day', due_dates.expected_on, $as_of) < due_dates.gap_days as waits,
        coalesce(2 * visited.days_off <= due_dates.gap_days, false) as came
    from due_dates
    left join holders_then on holders_then.customer_key = due_dates.customer_key
    left join visited on visited.customer_key = due_dates.customer_key
    where due_dates.expected_on >= $month_start and due_dates.expected_on <= $month_end
),

month_expected as (
    select
        manager,
        count(case when not waits then 1 end) as expected,
        count(case when not waits and came then 1 end) as happened,
        count(case when waits then 1 end) as waiting
    from expected
    group by manager
    order by manager nulls last
)

select * from month_expected
