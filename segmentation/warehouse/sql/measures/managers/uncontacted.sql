-- One row per customer of a graded list who was not contacted in the month, the best tier first, within it who brings most
-- Reads grades (the graded list of the month's end) and customer_managers (of then). Who is not to be contacted by $on is left out.
-- uses: facts/barred
with met as (
    select customer_key
    from contacts
    where store_id = $store and contact_day <= $last_day and contact_day >= $first_day
    union
    select customer_key
    from barred
),

uncontacted as (
    select
        grades.customer,
        grades.name,
        grades.phone,
        customer_managers.manager,
        grades.tier_no,
        grades.contribution,
        grades.last_visit
    from grades
    left join customer_managers on customer_managers.customer_key = grades.customer
    left join met on met.customer_key = grades.customer
    where grades.tier_no is not null and met.customer_key is null
    order by grades.tier_no, grades.contribution desc, grades.customer
)

select * from uncontacted
