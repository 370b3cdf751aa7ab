-- One row per manager of a store of whom an owner has said something: what was said last, field by field
-- An empty text took the field back; null: nothing is said.
with manager_fields as (
    select
        name,
        nullif(max_by(rank, batch_id), '') as rank,
        nullif(max_by(capacity, batch_id), '') as capacity,
        nullif(max_by(phone, batch_id), '') as phone,
        nullif(max_by(from_day, batch_id), '') as from_day,
        nullif(max_by(until_day, batch_id), '') as until_day,
        nullif(max_by(same_as, batch_id), '') as same_as,
        nullif(max_by(not_same, batch_id), '') as not_same
    from manager_rows
    where store_id = $store
    group by name
    order by name
)

select * from manager_fields
