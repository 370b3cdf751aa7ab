-- One row per month-end of which it is kept who was foretold to fall asleep, the last ones first
with forecasts_kept as (
    select month_end, until, active_days, method, facts_mark
    from kept_forecasts
    where store_id = $store
    order by month_end desc
)

select * from forecasts_kept
