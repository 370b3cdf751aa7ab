-- One row per customer of a store without an assigned manager: who served him most, in the order in which they are matched
-- Reads grades (a graded list), customer_managers and served. Who has not visited yet, or is not graded, counts as $last_tier.
with unassigned as (
    select
        grades.customer,
        grades.name,
        cast(coalesce(grades.tier_no, $last_tier) as integer) as tier_no,
        grades.frequency,
        grades.contribution,
        customer_managers.manager is not null as is_named,
        first_served.manager,
        first_served.visits,
        first_served.contribution as served,
        next_served.manager as next_manager,
        next_served.visits as next_visits
    from grades
    left join customer_managers on customer_managers.customer_key = grades.customer
    left join served as first_served on first_served.customer_key = grades.customer and first_served.place = 1
    left join served as next_served on next_served.customer_key = grades.customer and next_served.place = 2
    where not coalesce(customer_managers.is_assigned, false)
    order by tier_no, grades.contribution desc, grades.customer
)

select * from unassigned
