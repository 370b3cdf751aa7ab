-- One row per day of which a store's tiers are kept, found of these facts under this version of the scheme; none or one
with last_grade_day as (
    select day
    from last_grade_days
    where store_id = $store and scheme = $scheme and day = $day and scheme_version = $version and facts_told = $told
)

select * from last_grade_day
