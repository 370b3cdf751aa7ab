-- One row per store asked for: all revenue of a period that begins after $begins_after, and the walk-ins' part of it
with house_revenue as (
    select
        cast(coalesce(sum(walk_in_bills), 0) as bigint) as walk_in_bills,
        cast(coalesce(sum(walk_in_amount), 0) as decimal(18, 2)) as walk_in,
        cast(coalesce(sum(amount), 0) as decimal(18, 2)) as total
    from days
    where store_id = $store and day > $begins_after and day <= $as_of
)

select * from house_revenue
