-- One row per customer who was expected in the month up to the as-of day, and whether he has come, most money first
-- Reads due_dates (as known on the month before's end), grades (its graded list) and customer_managers (of then).
with came as (
    select distinct customer_key
    from visits
    where store_id = $store and visit_date >= $month_start and visit_date <= $as_of and bills > 0
),

month_due as (
    select
        due_dates.customer_key as customer,
        grades.name,
        grades.phone,
        customer_managers.manager,
        grades.tier_no,
        due_dates.expected_on,
        grades.contribution,
        came.customer_key is not null as has_come
    from due_dates
    inner join grades on grades.customer = due_dates.customer_key
    left join customer_managers on customer_managers.customer_key = due_dates.customer_key
    left join came on came.customer_key = due_dates.customer_key
    where due_dates.expected_on >= $month_start and due_dates.expected_on <= $as_of
    order by grades.contribution desc, due_dates.expected_on, due_dates.customer_key
)

select * from month_due
