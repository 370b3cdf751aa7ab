-- One row per customer with a bill of one part of a composition: his visits and what he brought there, most money first
-- Reads sold (measures/composition/bill_parts, or line_parts of what lines say) and grades (a graded list).
-- $part null is the part of which nothing is said; $tier keeps those of a grade, where it is given.
with own as (
    select
        customer_key,
        bill_date,
        max(case when is_visit then 1 else 0 end) as came,
        sum(amount) as amount
    from sold
    where customer_key is not null and part is not distinct from $part
    group by customer_key, bill_date
),

summed as (
    select customer_key, sum(came) as visits, sum(amount) as contribution
    from own
    group by customer_key
    having sum(came) > 0 or sum(amount) <> 0
),

part_customers as (
    select
        grades.customer,
        grades.name,
        grades.phone,
        grades.module,
        grades.manager,
        grades.tier,
        grades.last_visit,
        cast(summed.visits as bigint) as visits,
        cast(summed.contribution as decimal(18, 2)) as contribution
    from summed
    inner join grades on grades.customer = summed.customer_key
    where $tier is null or coalesce(grades.tier, 'none') = $tier
    order by summed.contribution desc, grades.customer
)

select * from part_customers
