-- One row per customer asked for and field of his profile of which something was said by $on: what held then, where it is from, since when
-- Reads asked (customer_key). What counts is what land/customers takes: the last that a person or a profile file said, else what the
-- latest bill says. A bill says it on its day, a file on the day on which it landed, an edit on its own; what a file or the bills said
-- first has always held. source (bill, file, edit), file, said_on and landed_on are of who first said what holds, nobody having said
-- anything else since; of bills said_on is the last day of them. said is null where a person cleared the field.
with rows_of_asked as (
    select
        profile_rows.*,
        case when profile_rows.edited then 'edit' when profile_rows.explicit then 'file' else 'bill' end as source,
        coalesce(profile_rows.said_on, profile_rows.seen_on, cast(batches.landed_at as date)) as day,
        batches.file_name,
        cast(batches.landed_at as date) as landed_on,
        -- as land/customers weighs them
        cast(profile_rows.explicit as bigint) * 100000000000000
        + coalesce(profile_rows.seen_on - date '1900-01-01', 0) * cast(1000000000 as bigint)
        + profile_rows.batch_id as weight
    from profile_rows
    inner join asked on asked.customer_key = profile_rows.customer_key
    left join batches on batches.batch_id = profile_rows.batch_id
    where profile_rows.store_id = $store
),

by_field as (
    select customer_key, 'name' as field, name as said, source, day, file_name, landed_on, weight, batch_id from rows_of_asked
    union all
    select customer_key, 'phone' as field, phone as said, source, day, file_name, landed_on, weight, batch_id from rows_of_asked
    union all
    select customer_key, 'email' as field, email as said, source, day, file_name, landed_on, weight, batch_id from rows_of_asked
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
        landed_on
    from alike
    where first_place = 1
)

select * from known_fields
