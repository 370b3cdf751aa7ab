-- One row per customer of a store whom a text finds: whom it fits best first, among those whoever was here last, then by key
-- The keys that are gone into a customer's find him too. $text is in small letters; $digits (null: not looked for) are those of a text
-- that may be part of a phone, $pattern finds a name by the initials of its characters once $between is taken out. fit says what of him it found: 1 his whole key, code, phone or e-mail,
-- 2 the beginning of his name, 3 part of it, 4 part of phone, key, code or e-mail, 5 all initials of his name, 6 some of them.
with gone as (
    select customer_key, string_agg(lower(own_key), chr(10) order by own_key) as low_keys
    from same_people
    where store_id = $store
    group by customer_key
),

-- of whom no file says more than a key
only_keys as (
    select customer_key from stored_value where store_id = $store
    union
    select customer_key from contacts where store_id = $store
    union
    select customer_key from payments where store_id = $store
    union
    select customer_key from ratings where store_id = $store
),

records as (
    select store_id, customer_key, code, name, phone, email, module, region, is_walk_in
    from customers
    where store_id = $store
    union all
    select
        $store as store_id,
        only_keys.customer_key,
        null as code,
        null as name,
        case when regexp_full_match(only_keys.customer_key, '\d{7,}') then only_keys.customer_key end as phone,
        null as email,
        null as module,
        null as region,
        false as is_walk_in
    from only_keys
    left join customers on customers.store_id = $store and customers.customer_key = only_keys.customer_key
    where customers.customer_key is null and only_keys.customer_key is not null
),

known as (
    select
        customers.customer_key,
        code,
        name,
        phone,
        email,
        module,
        region,
        lower(coalesce(name, '')) as said,
        regexp_replace(lower(coalesce(name, '')), $between, '', 'g') as bare,
        lower(customers.customer_key) as low_key,
        coalesce(gone.low_keys, '') as low_keys,
        lower(coalesce(code, '')) as low_code,
        coalesce(phone, '') as number,
        lower(coalesce(email, '')) as low_email
    from records as customers
    left join gone on gone.customer_key = customers.customer_key
    where store_id = $store and not is_walk_in
),

fitted as (
    select
        *,
        case
            when
                $text = low_key or $text = low_code or $text = low_email or coalesce($digits = number, false)
                or list_contains(string_split(low_keys, chr(10)), $text)
                then 1
            when starts_with(said, $text) or starts_with(bare, $text) then 2
            when contains(said, $text) or contains(bare, $text) then 3
            when
                coalesce(contains(number, $digits), false)
                or contains(low_key, $text)
                or contains(low_keys, $text)
                or contains(low_code, $text)
                or contains(low_email, $text)
                then 4
            when coalesce(regexp_full_match(bare, $pattern), false) then 5
            when coalesce(regexp_matches(bare, $pattern), false) then 6
        end as fit
    from known
),

hits as (
    select * from fitted where fit is not null
),

seen as (
    select visits.customer_key, max(visits.visit_date) as last_visit
    from visits
    inner join hits on hits.customer_key = visits.customer_key
    where visits.store_id = $store and visits.bills > 0
    group by visits.customer_key
),

found as (
    select
        hits.customer_key as customer,
        hits.name,
        hits.phone,
        hits.module,
        hits.region,
        seen.last_visit,
        hits.fit,
        count(*) over () as hits
    from hits
    left join seen on seen.customer_key = hits.customer_key
    order by hits.fit, seen.last_visit desc nulls last, hits.customer_key
    limit $limit
)

select * from found
