-- One row per day asked for and customer with a bill up to it or about whom somebody said it: whose he is, when he came, what he had come to
-- uses: facts/said_managers
-- Reads known_managers (name, manager), day_ends and plan_days (day_no from 1 up, day, said_by). manager is what facts/customer_managers
-- finds, of many days at once; of whom no bill is known by then the rest is null.
with said as (
    select plan_days.day, said_managers.customer_key, max_by(said_managers.manager, said_managers.told_no) as manager
    from said_managers
    inner join plan_days on plan_days.said_by >= said_managers.said_on
    group by plan_days.day, said_managers.customer_key
),

told as (
    select
        coalesce(said.day, day_ends.day) as day,
        coalesce(said.customer_key, day_ends.customer_key) as customer_key,
        case when said.customer_key is not null then said.manager else day_ends.named end as name,
        day_ends.first_visit,
        day_ends.last_visit,
        day_ends.tables,
        day_ends.revenue
    from said
    full join day_ends on day_ends.customer_key = said.customer_key and day_ends.day = said.day
),

day_holders as (
    select
        told.day,
        told.customer_key,
        coalesce(known_managers.manager, nullif(told.name, '')) as manager,
        told.first_visit,
        told.last_visit,
        told.tables,
        told.revenue
    from told
    left join known_managers on known_managers.name = told.name
)

select * from day_holders
