-- One row per part of a house's sales for which customers came: how many, and on how many days of theirs
-- Reads sold (measures/composition/bill_parts, or line_parts of what lines say).
with came as (
    select distinct part, is_walk_in, customer_no, bill_date
    from sold
    where is_visit and customer_no is not null
),

people as (
    select part, is_walk_in, customer_no, count(*) as visits
    from came
    group by part, is_walk_in, customer_no
),

part_people as (
    select part, is_walk_in, count(*) as customers, cast(sum(visits) as bigint) as visits
    from people
    group by part, is_walk_in
    order by part, is_walk_in
)

select * from part_people
