-- One row per touched customer: for each field what a person or a profile file said last, else what the latest bill says
-- An empty text was written by a person and means: cleared.
-- uses: facts/weighed_profiles
insert into customers by name
with

joined as (
    select
        customer_key,
        nullif(max_by(code, who_weight), '') as code,
        nullif(max_by(phone, phone_weight), '') as phone,
        nullif(max_by(email, who_weight), '') as email,
        nullif(max_by(name, who_weight), '') as name,
        nullif(max_by(module, weight), '') as module,
        nullif(max_by(region, weight), '') as region,
        nullif(max_by(manager, weight), '') as manager,
        nullif(max_by(birthday, weight), '') as birthday,
        nullif(max_by(potential, weight), '') as potential,
        nullif(max_by(contacts, weight), '') as contacts,
        nullif(max_by(note, weight), '') as note,
        bool_or(explicit) as has_profile
    from weighed_profiles
    where customer_key in (select customer_key from touched_customers)
    group by customer_key
    having bool_or(not coalesce(edited, false)) -- an edit makes no customer by itself
)

select
    $store as store_id,
    joined.*,
    list_contains($walk_in, lower(customer_key))
    or (coalesce(list_contains($walk_in, lower(name)), false) and phone is null) as is_walk_in
from joined
