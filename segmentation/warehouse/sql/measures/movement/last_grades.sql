-- One row per customer with a tier on the store's last day, as it was kept of these facts under this version of the scheme
with last_grades as (
    select last_grade_days.day as month_end, last_grades.customer_key, last_grades.tier_no
    from last_grade_days
    inner join last_grades
        on last_grades.store_id = last_grade_days.store_id and last_grades.scheme = last_grade_days.scheme
    where last_grade_days.store_id = $store
        and last_grade_days.scheme = $scheme
        and last_grade_days.day = $day
        and last_grade_days.scheme_version = $version
        and last_grade_days.facts_told = $told
)

select * from last_grades
