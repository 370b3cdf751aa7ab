-- One row per part of a composition and grade of those who are in it: what was sold, and what is known of its cost
-- uses: measures/composition/bill_parts
-- Reads grades (a graded list). tier is walk_in of walk-ins, none of who has no grade.
with graded as (
    select
        bill_parts.part,
        bill_parts.is_walk_in,
        case when bill_parts.customer_key is null then 'walk_in' else coalesce(grades.tier, 'none') end as tier,
        bill_parts.amount,
        bill_parts.cost
    from bill_parts
    left join grades on grades.customer = bill_parts.customer_key
),

bill_part_tiers as (
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

select * from bill_part_tiers
