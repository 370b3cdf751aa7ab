-- One row per key of a store that stands for another person than before, or of which a name was or is parted: for whom it stood and stands
-- Reads people_before (own_key, customer_key) and parted_before (customer_key, new_key).
with

after as (
    select own_key, customer_key from same_people where store_id = $store
),

parted as (
    select customer_key, new_key from person_rows where store_id = $store and rule = 'parted'
),

changed as (
    select customer_key, new_key from parted
    except
    select customer_key, new_key from parted_before
    union all
    (select customer_key, new_key from parted_before except select customer_key, new_key from parted)
),

asked as (
    select coalesce(people_before.own_key, after.own_key) as own_key
    from people_before
    full join after on after.own_key = people_before.own_key
    where after.customer_key is distinct from people_before.customer_key
    union
    select customer_key from changed
    union
    select new_key from changed
    union
    -- whoever was parted and goes into somebody else takes along what stands under the key that he was parted from
    select parted.customer_key
    from parted
    inner join after on after.own_key = parted.new_key
    union
    select parted.customer_key
    from parted
    inner join people_before on people_before.own_key = parted.new_key
)

select
    asked.own_key,
    coalesce(people_before.customer_key, asked.own_key) as key_before,
    coalesce(after.customer_key, asked.own_key) as key_now
from asked
left join people_before on people_before.own_key = asked.own_key
left join after on after.own_key = asked.own_key
