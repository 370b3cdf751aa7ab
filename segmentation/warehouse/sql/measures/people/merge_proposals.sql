-- One row per pair of records of a store that may be one person: the one that would survive, the one that would go, and what says so
-- Equal are phones and e-mails as they are (of a masked one nobody knows), or names whose phones do not speak against it: equal, one
-- missing, or one masked that fits the other. What more than $most records carry tells nobody apart. A pair that a person refused or
-- parted, under any key of theirs, is none. Each record that would go stands once, with the record that it fits best; the one with a code survives,
-- then the one with more visits. evidence has phone, email and name, with a blank between. Reads nothing but the store.
with known as (
    select customer_key, code, name, phone, email, lower(replace(name, ' ', '')) as plain_name
    from customers
    where store_id = $store and not is_walk_in
),

phones as (
    select phone
    from known
    where length(phone) >= 7 and not contains(phone, '*')
    group by phone
    having count(*) between 2 and $most
),

emails as (
    select email
    from known
    where email is not null
    group by email
    having count(*) between 2 and $most
),

names as (
    select plain_name
    from known
    where length(plain_name) > 1 and not contains(plain_name, '*')
    group by plain_name
    having count(*) between 2 and $most
),

alike as (
    select one.customer_key as one_key, other.customer_key as other_key, 'phone' as evidence
    from phones
    inner join known as one on one.phone = phones.phone
    inner join known as other on other.phone = phones.phone and other.customer_key > one.customer_key
    union all
    select one.customer_key as one_key, other.customer_key as other_key, 'email' as evidence
    from emails
    inner join known as one on one.email = emails.email
    inner join known as other on other.email = emails.email and other.customer_key > one.customer_key
    union all
    select one.customer_key as one_key, other.customer_key as other_key, 'name' as evidence
    from names
    inner join known as one on one.plain_name = names.plain_name
    inner join known as other on other.plain_name = names.plain_name and other.customer_key > one.customer_key
    where
        one.phone is null
        or other.phone is null
        or one.phone = other.phone
        or (contains(one.phone, '*') and not contains(other.phone, '*') and other.phone like replace(one.phone, '*', '_'))
        or (contains(other.phone, '*') and not contains(one.phone, '*') and one.phone like replace(other.phone, '*', '_'))
),

pairs as (
    select
        one_key,
        other_key,
        string_agg(evidence, ' ' order by case evidence when 'phone' then 1 when 'email' then 2 else 3 end) as evidence,
        max(case evidence when 'phone' then 4 when 'email' then 2 else 1 end) as strength
    from alike
    group by one_key, other_key
),

parted as (
    select customer_key, new_key from person_rows where store_id = $store and rule = 'parted'
),

told_apart as (
    select customer_key as one_key, other as other_key from person_rows where store_id = $store and rule = 'refused'
    union
    select customer_key as one_key, new_key as other_key from parted
    union
    select one.new_key as one_key, other.new_key as other_key
    from parted as one
    inner join parted as other on other.customer_key = one.customer_key and other.new_key > one.new_key
),

refused as (
    select
        coalesce(ones.customer_key, told_apart.one_key) as one_key,
        coalesce(others.customer_key, told_apart.other_key) as other_key
    from told_apart
    left join same_people as ones on ones.store_id = $store and ones.own_key = told_apart.one_key
    left join same_people as others on others.store_id = $store and others.own_key = told_apart.other_key
),

open_pairs as (
    select pairs.*
    from pairs
    left join refused
        on (refused.one_key = pairs.one_key and refused.other_key = pairs.other_key)
        or (refused.one_key = pairs.other_key and refused.other_key = pairs.one_key)
    where refused.one_key is null
),

seen as (
    select
        customer_key,
        count(case when bills > 0 then 1 end) as visits,
        sum(amount) as spend
    from visits
    where store_id = $store and customer_key in (select one_key from open_pairs union select other_key from open_pairs)
    group by customer_key
),

weighed as (
    select
        known.customer_key,
        row_number() over (
            order by known.code is null, coalesce(seen.visits, 0) desc, coalesce(seen.spend, 0) desc, known.customer_key
        ) as place,
        coalesce(seen.spend, 0) as spend
    from known
    left join seen on seen.customer_key = known.customer_key
    where known.customer_key in (select one_key from open_pairs union select other_key from open_pairs)
),

directed as (
    select
        case when one.place < other.place then one.customer_key else other.customer_key end as survivor,
        case when one.place < other.place then other.customer_key else one.customer_key end as gone,
        least(one.place, other.place) as place,
        open_pairs.evidence,
        open_pairs.strength,
        one.spend + other.spend as spend
    from open_pairs
    inner join weighed as one on one.customer_key = open_pairs.one_key
    inner join weighed as other on other.customer_key = open_pairs.other_key
),

best as (
    select
        *,
        row_number() over (partition by gone order by strength desc, place) as choice
    from directed
),

merge_proposals as (
    select survivor, gone, evidence
    from best
    where choice = 1
    order by strength desc, spend desc, survivor, gone
)

select * from merge_proposals
