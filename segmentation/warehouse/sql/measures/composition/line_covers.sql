-- One row per part of a house's sales by what lines say: the covers of the bills that have it, each bill once
-- Reads sold (measures/composition/line_parts).
with told as (
    select distinct part, is_walk_in, batch_id, line_no, bill_covers
    from sold
    where is_visit and bill_covers is not null
),

line_covers as (
    select part, is_walk_in, cast(sum(bill_covers) as bigint) as covers
    from told
    group by part, is_walk_in
    order by part, is_walk_in
)

select * from line_covers
