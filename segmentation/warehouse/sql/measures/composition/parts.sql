-- One row per part of a house's sales by what its bills, lines or customers are: what was sold, and what it cost
-- Reads sold (measures/composition/bill_parts, or line_parts of what lines say).
with parts as (
    select
        part,
        is_walk_in,
        cast(sum(case when is_visit then covers end) as bigint) as covers,
        cast(sum(amount) as decimal(18, 2)) as sales,
        cast(coalesce(sum(case when customer_no is null then amount end), 0) as decimal(18, 2)) as walk_in_sales,
        cast(sum(case when cost is not null then amount end) as decimal(18, 2)) as costed,
        cast(sum(cost) as decimal(18, 2)) as cost
    from sold
    group by part, is_walk_in
    order by is_walk_in, part is null, sales desc, part
)

select * from parts
