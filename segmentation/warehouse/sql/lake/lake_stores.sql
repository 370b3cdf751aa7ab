-- One row per store asked for, as a lake holds it
with lake_stores as (
    select store_id, name
    from stores
    where array_contains($stores, store_id)
    order by store_id
)

select * from lake_stores
