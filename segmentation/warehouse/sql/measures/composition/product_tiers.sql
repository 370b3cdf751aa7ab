-- One row per product and grade of those who bought it in the window: what was sold, and what is known of its cost
-- uses: measures/composition/line_parts
-- Reads grades (a graded list). tier is walk_in of walk-ins, none of who has no grade.
with product_tiers as (
    select
        line_parts.part as product,
        case when line_parts.customer_key is null then 'walk_in' else coalesce(grades.tier, 'none') end as tier,
        cast(sum(line_parts.amount) as decimal(18, 2)) as sales,
        cast(sum(case when line_parts.cost is not null then line_parts.amount end) as decimal(18, 2)) as costed,
        cast(sum(line_parts.cost) as decimal(18, 2)) as cost
    from line_parts
    left join grades on grades.customer = line_parts.customer_key
    where line_parts.part is not null
    group by product, case when line_parts.customer_key is null then 'walk_in' else coalesce(grades.tier, 'none') end
    order by product, case when line_parts.customer_key is null then 'walk_in' else coalesce(grades.tier, 'none') end
)

select * from product_tiers
