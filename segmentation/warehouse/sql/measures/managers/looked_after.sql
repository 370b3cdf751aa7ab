-- One row per manager (null: nobody), grade and whether a person assigned him: his customers, and what they bring
-- Reads grades (a graded list) and customer_managers. Who has not visited yet, or is not graded, counts as $last_tier.
with looked_after as (
    select
        customer_managers.manager,
        coalesce(grades.tier_no, $last_tier) as tier_no,
        coalesce(customer_managers.is_assigned, false) as is_assigned,
        count(*) as customers,
        count(case when grades.recency_days <= $active_days then 1 end) as active_customers,
        cast(sum(grades.frequency) as bigint) as frequency,
        cast(sum(grades.tables) as bigint) as tables,
        cast(sum(grades.contribution) as decimal(18, 2)) as contribution
    from grades
    left join customer_managers on customer_managers.customer_key = grades.customer
    group by customer_managers.manager, coalesce(grades.tier_no, $last_tier), coalesce(customer_managers.is_assigned, false)
    order by customer_managers.manager nulls last, tier_no, is_assigned
)

select * from looked_after
