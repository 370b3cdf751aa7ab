-- One row per customer of a store and day up to the as-of day on which he passed from one manager to another
-- uses: facts/said_managers
-- Reads known_managers (name, manager: a name and whom it means). Before a person first said whose he is, he was his whom the
-- latest bill up to that day names. What a later batch said from the same day on, or an earlier one, was never to be seen.
with overruled as (
    select
        customer_key,
        manager,
        said_on,
        min(said_on) over (
            partition by customer_key order by told_no rows between 1 following and unbounded following
        ) as overruled_on
    from said_managers
    where said_on <= $as_of
),

seen as (
    select
        customer_key,
        manager,
        said_on,
        lag(manager) over (partition by customer_key order by said_on) as manager_before,
        row_number() over (partition by customer_key order by said_on) as place
    from overruled
    where overruled_on is null or overruled_on > said_on
),

named as (
    select seen.customer_key, max_by(bills.manager, (bills.bill_date, bills.batch_id, bills.line_no)) as manager
    from seen
    inner join bills on bills.customer_key = seen.customer_key and bills.bill_date <= seen.said_on
    where seen.place = 1 and bills.store_id = $store and bills.replaced_by is null and bills.manager is not null
    group by seen.customer_key
),

passed as (
    select
        seen.customer_key,
        seen.said_on as handed_on,
        coalesce(meant_before.manager, seen.manager_before, named.manager) as manager_before,
        coalesce(meant.manager, seen.manager) as manager
    from seen
    left join named on named.customer_key = seen.customer_key and seen.place = 1
    left join known_managers as meant_before on meant_before.name = coalesce(seen.manager_before, named.manager)
    left join known_managers as meant on meant.name = seen.manager
),

handed_over as (
    select customer_key, handed_on, manager_before, manager
    from passed
    where manager_before <> '' and manager <> '' and manager_before <> manager
)

select * from handed_over
