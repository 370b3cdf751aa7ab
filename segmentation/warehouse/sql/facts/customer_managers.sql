-- One row per customer of a store whom somebody looks after on a day: assigned to him, else named by his latest bill up to it
-- uses: facts/said_managers
-- Reads known_managers (name, manager: a name and whom it means). Assigned is what was said last of those statements that counted by
-- $said_by. manager is null where a person took the manager away: then the bills name nobody either.
with assigned as (
    select
        customer_key,
        max_by(manager, told_no) as manager,
        max_by(said_on, told_no) as since
    from said_managers
    where said_on <= $said_by
    group by customer_key
),

-- the bills of his last day name him, nearly always: only where they do not are all bills of the customer looked through
last_days as (
    select customer_key, max(visit_date) as day
    from visits
    where store_id = $store and visit_date <= $as_of and customer_key not in (select customer_key from assigned)
    group by customer_key
),

named_last as (
    select bills.customer_key, max_by(bills.manager, (bills.batch_id, bills.line_no)) as manager
    from bills
    inner join last_days on last_days.customer_key = bills.customer_key and last_days.day = bills.bill_date
    where bills.store_id = $store and bills.replaced_by is null and bills.manager is not null
    group by bills.customer_key
),

not_named_last as (
    select last_days.customer_key
    from last_days
    left join named_last on named_last.customer_key = last_days.customer_key
    where named_last.customer_key is null
),

named_before as (
    select bills.customer_key, max_by(bills.manager, (bills.bill_date, bills.batch_id, bills.line_no)) as manager
    from bills
    inner join not_named_last on not_named_last.customer_key = bills.customer_key
    where bills.store_id = $store and bills.replaced_by is null and bills.bill_date <= $as_of and bills.manager is not null
    group by bills.customer_key
),

named as (
    select customer_key, manager from named_last
    union all
    select customer_key, manager from named_before
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

customer_managers as (
    select
        told.customer_key,
        coalesce(known_managers.manager, nullif(told.name, '')) as manager,
        told.is_assigned,
        told.since
    from told
    left join known_managers on known_managers.name = told.name
)

select * from customer_managers
