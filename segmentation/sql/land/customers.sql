-- One row per touched customer: for each field what a person or a profile file said last, else what the latest bill says
insert into customers by name
with

said as (
    select
        *,
        -- explicit before passing, then by day for bills, then by batch
        cast(explicit as bigint) * 100000000000000 + coalesce(seen_on - date '1900-01-01', 0) * cast(1000000000 as bigint) + batch_id as weight
    from profile_rows
    where store_id = $store and customer_key in (select customer_key from touched_customers)
),

joined as (
    select
        customer_key,
        max_by(code, weight) as code,
        max_by(phone, weight) as phone,
        max_by(name, weight) as name,
        max_by(module, weight) as module,
        max_by(region, weight) as region,
        max_by(manager, weight) as manager,
        max_by(birthday, weight) as birthday,
        max_by(potential, weight) as potential,
        max_by(note, weight) as note,
        bool_or(explicit) as has_profile
    from said
    group by customer_key
)

select
    $store as store_id,
    joined.*,
    list_contains($walk_in, lower(customer_key))
    or (coalesce(list_contains($walk_in, lower(name)), false) and phone is null) as is_walk_in
from joined
