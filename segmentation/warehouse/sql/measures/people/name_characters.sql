-- One row per character in the names of a store's customers
with named as (
    select unnest(string_split(name, '')) as letter
    from customers
    where store_id = $store and not is_walk_in and name is not null
),

name_characters as (
    select distinct letter
    from named
)

select * from name_characters
