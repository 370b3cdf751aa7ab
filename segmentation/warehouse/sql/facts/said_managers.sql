-- One row per statement of a person or a file of profiles about whose a customer is: who, and from which day on it counts
-- A file of profiles says no day: the first statement of all about a customer has always held, a later one holds from the day on
-- which it came; an edit holds from its own day. An empty manager was taken away. A later batch overrules an earlier
-- one (told_no); in one batch that of the key that survives overrules those that went into it.
with said_managers as (
    select
        profile_rows.customer_key,
        profile_rows.batch_id * 2 + case when profile_rows.own_key is null then 1 else 0 end as told_no,
        profile_rows.manager,
        case
            when
                not coalesce(profile_rows.edited, false)
                and row_number() over (partition by profile_rows.customer_key order by profile_rows.batch_id, profile_rows.own_key nulls first) = 1
                then date '0001-01-01'
            else coalesce(profile_rows.said_on, cast(batches.landed_at as date), date '0001-01-01')
        end as said_on
    from profile_rows
    left join batches on batches.batch_id = profile_rows.batch_id
    where profile_rows.store_id = $store and profile_rows.explicit and profile_rows.manager is not null
)

select * from said_managers
