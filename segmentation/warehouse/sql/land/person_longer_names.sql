-- One row per name of another customer or a manager of the store that has one of $names as a part
with known as (
    select name from customers where store_id = $store
    union
    select name from profile_rows where store_id = $store
    union
    select manager as name from profile_rows where store_id = $store
    union
    select name from manager_rows where store_id = $store
),

parts as (
    select unnest($names) as part
)

select distinct known.name
from known
inner join parts on contains(known.name, parts.part)
where not list_contains($names, known.name)
order by known.name
