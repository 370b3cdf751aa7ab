-- One row per customer of those asked for and span of days in which he was assigned to one manager, the earliest first
-- uses: facts/said_managers
-- since is null where he has always been his, until where he still is; manager is null where he was taken away from the one before.
-- What a later batch said from the same day on, or an earlier one, was never to be seen.
with seen as (
    select said_managers.*
    from said_managers
    where said_managers.customer_key in (select unnest(cast($customers as varchar[])))
        and not exists (
            select later.told_no
            from said_managers as later
            where later.customer_key = said_managers.customer_key
                and later.told_no > said_managers.told_no
                and later.said_on <= said_managers.said_on
        )
),

history as (
    select
        customer_key,
        nullif(manager, '') as manager,
        nullif(said_on, date '0001-01-01') as since,
        cast(lead(said_on) over (partition by customer_key order by said_on) - interval 1 day as date) as until
    from seen
    order by customer_key, said_on
)

select * from history
