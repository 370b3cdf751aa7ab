-- One row per part of a composition and grade of those who are in it: what was sold, and what is known of its cost
-- Reads sold (measures/composition/bill_parts, or line_parts of what lines say) and grades (a graded list).
-- tier is walk_in of walk-ins, none of who has no grade.
with graded as (
    select
        sold.part,
        sold.is_walk_in,
        case when sold.customer_key is null then 'walk_in' else coalesce(grades.tier, 'none') end as tier,
        sold.amount,
        sold.cost
    from sold
    left join grades on grades.customer = sold.customer_key
),

part_tiers as (
    select
        part,
        is_walk_in,
        tier,
        cast(sum(amount) as decimal(18, 2)) as sales,
        cast(sum(case when cost is not null then amount end) as decimal(18, 2)) as costed,
        cast(sum(cost) as decimal(18, 2)) as cost
    from graded
    group by part, is_walk_in, tier
    order by part, tier
)

select * from part_tiers
