-- One row per part of a composition and grade of those who are in it: what was sold, and what is known of its cost
-- Reads sold (measures/composition/bill_parts, or line_parts of what lines say) and grades (a graded list).
-- tier is walk_in of walk-ins, none of who has no grade.
with graded as (
    select customers.rowid as customer_no, grades.tier
    from grades
    inner join customers on customers.store_id = $store and customers.customer_key = grades.customer
),

part_tiers as (
    select
        sold.part,
        sold.is_walk_in,
        case when sold.customer_no is null then 'walk_in' else coalesce(graded.tier, 'none') end as tier,
        cast(sum(sold.amount) as decimal(18, 2)) as sales,
        cast(sum(case when sold.cost is not null then sold.amount end) as decimal(18, 2)) as costed,
        cast(sum(sold.cost) as decimal(18, 2)) as cost
    from sold
    left join graded on graded.customer_no = sold.customer_no
    group by 1, 2, 3
    order by sold.part, tier
)

select * from part_tiers
