-- One row per customer of a saved group on a day: his grade and his facts as of that day
-- Reads everybody (customer_key, tier, last_visit, recency_days, frequency, contribution: of every customer on that day) and profiles
-- (facts/profiles_then of that day, or nobody: then what is known now). A filter that is null lets everybody pass; in a list of wanted
-- values '' stands for none. A text is found literally, whatever its case, in key, name or phone. Whoever a listed customer went into is
-- listed, once.
with listed as (
    select distinct coalesce(same_people.customer_key, group_customers.customer_key) as customer_key
    from group_customers
    left join same_people
        on same_people.store_id = group_customers.store_id and same_people.own_key = group_customers.customer_key
    where group_customers.store_id = $store and group_customers.group_id = $group
),

known as (
    select
        everybody.*,
        case when profiles.customer_key is null then customers.name else profiles.name end as name,
        case when profiles.customer_key is null then customers.phone else profiles.phone end as phone,
        case when profiles.customer_key is null then customers.module else profiles.module end as module,
        case when profiles.customer_key is null then customers.manager else profiles.manager end as manager,
        case when profiles.customer_key is null then customers.region else profiles.region end as region
    from everybody
    inner join customers on customers.store_id = $store and customers.customer_key = everybody.customer_key
    left join profiles on profiles.customer_key = everybody.customer_key
    where not $is_listed or everybody.customer_key in (select customer_key from listed)
),

members as (
    select customer_key, tier, last_visit, recency_days, frequency, contribution
    from known
    where ($tiers is null or array_contains($tiers, coalesce(tier, '')))
        and ($modules is null or array_contains($modules, coalesce(module, '')))
        and ($managers is null or array_contains($managers, coalesce(manager, '')))
        and ($regions is null or array_contains($regions, coalesce(region, '')))
        and ($recency_from is null or recency_days >= $recency_from)
        and ($recency_to is null or recency_days <= $recency_to)
        and ($text is null or contains(lower(concat_ws(chr(31), customer_key, name, phone)), lower($text)))
)

select * from members
