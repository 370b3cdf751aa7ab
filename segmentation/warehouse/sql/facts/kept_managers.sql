-- One row per customer of a store whom somebody looks after on a kept day: what facts/customer_managers finds
-- uses: facts/said_managers
-- Reads known_managers (name, manager: a name and whom it means).
with assigned as (
    select
        customer_key,
        max_by(manager, told_no) as manager,
        max_by(said_on, told_no) as since
    from said_managers
    where said_on <= $said_by
    group by customer_key
),

named as (
    select customer_key, named as manager
    from kept_ends
    where store_id = $store and day = $as_of and named is not null
),

told as (
    select
        coalesce(assigned.customer_key, named.customer_key) as customer_key,
        assigned.customer_key is not null and assigned.manager <> '' as is_assigned,
        case when assigned.customer_key is not null then assigned.manager else named.manager end as name,
        assigned.since
    from assigned
    full join named on named.customer_key = assigned.customer_key
),

kept_managers as (
    select
        told.customer_key,
        coalesce(known_managers.manager, nullif(told.name, '')) as manager,
        told.is_assigned,
        told.since
    from told
    left join known_managers on known_managers.name = told.name
)

select * from kept_managers
