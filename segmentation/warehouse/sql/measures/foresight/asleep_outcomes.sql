-- One row per month-end and customer of whom it was foretold how likely he would fall asleep: whether he did
-- Reads forecasts (month_end, until, active_days) and chances (month_end, customer_key, chance). He fell asleep where he did not come
-- after the month-end within the active days up to until. Forecasts whose until is after $as_of are left out.
with came as (
    select forecasts.month_end, visits.customer_key
    from forecasts
    inner join visits
        on visits.visit_date > forecasts.month_end
        and visits.visit_date >= forecasts.until - forecasts.active_days
        and visits.visit_date <= forecasts.until
    where visits.store_id = $store and visits.bills > 0
    group by forecasts.month_end, visits.customer_key
),

asleep_outcomes as (
    select
        chances.month_end,
        chances.customer_key,
        chances.chance,
        came.customer_key is null as fell
    from chances
    inner join forecasts on forecasts.month_end = chances.month_end
    left join came on came.month_end = chances.month_end and came.customer_key = chances.customer_key
    where forecasts.until <= $as_of
    order by chances.month_end, chances.chance desc, chances.customer_key
)

select * from asleep_outcomes
