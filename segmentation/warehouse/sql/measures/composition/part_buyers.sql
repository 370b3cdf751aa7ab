-- One row per part of a house's sales that has a name: how many customers came for it
-- Reads sold (measures/composition/bill_parts, or line_parts of what lines say).
with came as (
    select distinct part, customer_no
    from sold
    where is_visit and customer_no is not null and part is not null
),

part_buyers as (
    select part, count(*) as customers
    from came
    group by part
    order by part
)

select * from part_buyers
