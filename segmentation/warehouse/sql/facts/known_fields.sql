-- One row per customer asked for and field of his profile of which something was said by $on: what held then, where it is from, since when
-- Reads asked (customer_key). What counts is what land/customers takes: the last that a person or a profile file said, else what the
-- latest bill says. A bill says it on its day, a file on the day on which it landed, an edit on its own; what a file or the bills said
-- first has always held. source (bill, file, edit), file, said_on and landed_on are of who first said what holds, nobody having said
-- anything else since; of bills said_on is the last day of them. said is null where a person cleared the field.
-- uses: facts/weighed_profiles
with rows_of_asked as (
    select
        weighed_profiles.*,
        case when weighed_profiles.edited then 'edit' when weighed_profiles.explicit then 'file' else 'bill' end as source,
        coalesce(weighed_profiles.said_on, weighed_profiles.seen_on, cast(batches.landed_at as date)) as day,
        batches.file_name,
        cast(batches.landed_at as date) as landed_on
    from weighed_profiles
    inner join asked on asked.customer_key = weighed_profiles.customer_key
    left join batches on batches.batch_id = weighed_profiles.batch_id
),

by_field as (
    select customer_key, 'name' as field, name as said, source, day, file_name, landed_on, who_weight as weight, batch_id from rows_of_asked
    union all
    select customer_key, 'phone' as field, phone as said, source, day, file_name, landed_on, phone_weight as weight, batch_id from rows_of_asked
    union all
    select customer_key, 'email' as field, email as said, source, day, file_name, landed_on, who_weight as weight, batch_id from rows_of_asked
    union all
    select customer_key, 'module' as field, module as said, source, day, file_name, landed_on, weight, batch_id from rows_of_asked
    union all
    select customer_key, 'region' as field, region as said, source, day, file_name, landed_on, weight, batch_id from rows_of_asked
    union all
    select customer_key, 'manager' as field, manager as said, source, day, file_name, landed_on, weight, batch_id from rows_of_asked
    union all
    select customer_key, 'birthday' as field, birthday as said, source, day, file_name, landed_on, weight, batch_id from rows_of_asked
    union all
    select customer_key, 'potential' as field, potential as said, source, day, file_name, landed_on, weight, batch_id from rows_of_asked
    union all
    select customer_key, 'note' as field, note as said, source, day, file_name, landed_on, weight, batch_id from rows_of_asked
),

placed as (
    select *, row_number() over (partition by customer_key, field, source order by weight) as place
    from by_field
    where said is not null
),

known as (
    select *, row_number() over (partition by customer_key, field order by weight desc) as back
    from placed
    where day is null or day <= $on or (place = 1 and source <> 'edit')
),

now_said as (
    select customer_key, field, said
    from known
    where back = 1
),

-- how far back nobody said anything else
others as (
    select known.customer_key, known.field, min(known.back) as back
    from known
    inner join now_said on now_said.customer_key = known.customer_key and now_said.field = known.field
    where known.said <> now_said.said
    group by known.customer_key, known.field
),

alike as (
    select known.*, row_number() over (partition by known.customer_key, known.field order by known.back desc) as first_place
    from known
    left join others on others.customer_key = known.customer_key and others.field = known.field
    where others.back is null or known.back < others.back
),

known_fields as (
    select
        customer_key as customer,
        field,
        nullif(said, '') as said,
        source,
        case when source = 'edit' then null else file_name end as file,
        day as said_on,
        landed_on,
        batch_id
    from alike
    where first_place = 1
)

select * from known_fields
