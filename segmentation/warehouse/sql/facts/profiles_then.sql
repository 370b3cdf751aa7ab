-- One row per customer of whom bills, a file or a person said something: who he is, and whose and of what kind he was on the as-of day
-- What bills say holds from the last of their days on, a manager whom a person gave from the day that was said. A file of profiles, and
-- what else a person corrected, say no day and hold of any. What bills said first has always held. Of a store's last day it is what
-- land/customers found.
-- uses: facts/weighed_profiles
with dated as (
    select
        *,
        explicit or coalesce(seen_on <= $as_of, true) as was_known,
        case when explicit then coalesce(said_on <= $as_of, true) else coalesce(seen_on <= $as_of, true) end as was_his
    from weighed_profiles
),

profiles_then as (
    select
        customer_key,
        nullif(coalesce(max_by(name, who_weight) filter (where was_known), min_by(name, who_weight)), '') as name,
        nullif(coalesce(max_by(phone, phone_weight) filter (where was_known), min_by(phone, phone_weight)), '') as phone,
        nullif(coalesce(max_by(module, weight) filter (where was_known), min_by(module, weight)), '') as module,
        nullif(coalesce(max_by(region, weight) filter (where was_known), min_by(region, weight)), '') as region,
        nullif(
            coalesce(max_by(manager, weight) filter (where was_his), min_by(manager, weight) filter (where not explicit)), ''
        ) as manager
    from dated
    group by customer_key
)

select * from profiles_then
