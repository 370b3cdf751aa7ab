-- One row per statement of bills, a profile file or a person about a customer of a store, with what weighs which of them counts for a field
-- weight: what a person or a file of profiles says before what bills say, of bills the latest day, then the later batch, and in one batch
-- the key that survives before those that went into it. Of a person with several keys, who_weight has bills believed first of the key that
-- survives (his code, name, e-mail), phone_weight whole phones before masked ones. A name that was parted from its key is not his;
-- the anonymous key of whoever was parted and erased stands for a name, and is none.
with parted_names as (
    select
        person_rows.customer_key as own_key,
        coalesce(same_people.customer_key, person_rows.customer_key) as customer_key,
        person_rows.other as name
    from person_rows
    left join same_people on same_people.store_id = $store and same_people.own_key = person_rows.customer_key
    where person_rows.store_id = $store and person_rows.rule = 'parted'
    group by all
),

told as (
    select
        profile_rows.* replace (
            case
                when
                    parted_names.name is null
                    and profile_rows.name not in (select customer_key from erased_keys where erased_keys.store_id = $store)
                    then profile_rows.name
            end as name
        ),
        profile_rows.customer_key in (select customer_key from same_people where store_id = $store) as is_merged,
        cast(profile_rows.explicit as bigint) * 200000000000000
        + coalesce(profile_rows.seen_on - date '1900-01-01', 0) * cast(1000000000 as bigint) + profile_rows.batch_id as said_no,
        case when profile_rows.own_key is null then 16383 else cast(md5_number_lower(profile_rows.own_key) % 16383 as bigint) end as place_no
    from profile_rows
    left join parted_names
        on parted_names.own_key = coalesce(profile_rows.own_key, profile_rows.customer_key)
        and parted_names.customer_key = profile_rows.customer_key
        and parted_names.name = profile_rows.name
        and not coalesce(profile_rows.parted, false)
    where profile_rows.store_id = $store
),

weighed_profiles as (
    select
        * exclude (is_merged, said_no, place_no),
        said_no * 16384 + place_no as weight,
        case
            when is_merged and not explicit and own_key is null and not coalesce(contains(name, '*'), false) then 100000000000000 else 0
        end * 16384 + said_no * 16384 + place_no as who_weight,
        case when is_merged and not contains(phone, '*') then 100000000000000 else 0 end * 16384
        + said_no * 16384 + place_no as phone_weight
    from told
)

select * from weighed_profiles
