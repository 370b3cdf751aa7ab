-- One row per day asked for and customer whom somebody looks after on it: what facts/customer_managers finds, of many days at once
-- uses: facts/said_managers
-- Reads known_managers (name, manager), day_visits and plan_days (day_no from 1 up, day: the last one whose bills are seen, said_by). A bill
-- names from the first of the days on or after its own; what the latest of them names holds until a later one names somebody.
with said as (
    select plan_days.day_no, said_managers.customer_key, max_by(said_managers.manager, said_managers.batch_id) as manager
    from said_managers
    inner join plan_days on plan_days.said_by >= said_managers.said_on
    group by plan_days.day_no, said_managers.customer_key
),

-- of whom somebody had said on the first day whose he is, no bill is asked
last_days as (
    select customer_key, day_no, last_day as day
    from day_visits
    where customer_key not in (select customer_key from said where day_no = 1)
),

-- the bills of the last day between two of the days name him, nearly always: only where they do not are all of these looked through
named_last as (
    select last_days.customer_key, last_days.day_no, max_by(bills.manager, (bills.batch_id, bills.line_no)) as manager
    from bills
    inner join last_days on last_days.customer_key = bills.customer_key and last_days.day = bills.bill_date
    where bills.store_id = $store and bills.replaced_by is null and bills.manager is not null
    group by last_days.customer_key, last_days.day_no
),

not_named_last as (
    select last_days.customer_key, last_days.day_no
    from last_days
    left join named_last on named_last.customer_key = last_days.customer_key and named_last.day_no = last_days.day_no
    where named_last.customer_key is null
),

seen_from as (
    select days.day, min(plan_days.day_no) as day_no
    from days
    inner join plan_days on plan_days.day >= days.day
    where days.store_id = $store
    group by days.day
),

named_before as (
    select
        bills.customer_key,
        seen_from.day_no,
        max_by(bills.manager, (bills.bill_date, bills.batch_id, bills.line_no)) as manager
    from bills
    inner join seen_from on seen_from.day = bills.bill_date
    inner join not_named_last on not_named_last.customer_key = bills.customer_key and not_named_last.day_no = seen_from.day_no
    where bills.store_id = $store and bills.replaced_by is null and bills.manager is not null
    group by bills.customer_key, seen_from.day_no
),

named_between as (
    select customer_key, day_no, manager from named_last
    union all
    select customer_key, day_no, manager from named_before
),

followed as (
    select
        customer_key,
        manager,
        day_no,
        lead(day_no) over (partition by customer_key order by day_no) as next_no
    from named_between
),

named as (
    select
        followed.customer_key,
        followed.manager,
        unnest(range(followed.day_no, coalesce(followed.next_no, past.day_no))) as day_no
    from followed
    cross join (select max(day_no) + 1 as day_no from plan_days) as past
),

told as (
    select
        coalesce(said.day_no, named.day_no) as day_no,
        coalesce(said.customer_key, named.customer_key) as customer_key,
        case when said.customer_key is not null then said.manager else named.manager end as name
    from said
    full join named on named.customer_key = said.customer_key and named.day_no = said.day_no
),

day_holders as (
    select
        cast(told.day_no as integer) as day_no,
        told.customer_key,
        coalesce(known_managers.manager, nullif(told.name, '')) as manager
    from told
    left join known_managers on known_managers.name = told.name
)

select * from day_holders
