-- One row per day asked for and customer with a bill up to it: whom his bills name, when he came, what he had come to by then
-- Reads end_days (day_no from 1 up, day: the last one whose bills are seen). A bill belongs to the first of the days on or after its own;
-- whom the latest of them names holds until a later one names somebody. Walk-ins have no visits. first_visit and last_visit are null
-- without a bill that is not below zero.
with seen_from as (
    select days.day, min(end_days.day_no) as day_no
    from days
    inner join end_days on end_days.day >= days.day
    where days.store_id = $store
    group by days.day
),

came as (
    select
        visits.customer_key,
        seen_from.day_no,
        max(visits.visit_date) as last_day,
        min(case when visits.bills > 0 then visits.visit_date end) as first_visit,
        max(case when visits.bills > 0 then visits.visit_date end) as last_visit,
        count(case when visits.bills > 0 then 1 end) as visits,
        sum(visits.bills) as bills,
        sum(visits.tables) as tables,
        sum(visits.amount) as revenue
    from visits
    inner join seen_from on seen_from.day = visits.visit_date
    where visits.store_id = $store
    group by visits.customer_key, seen_from.day_no
),

-- the bills of the last day between two of the days name him, nearly always: only where they do not are all of these looked through
named_last as (
    select came.customer_key, came.day_no, max_by(bills.manager, (bills.batch_id, bills.line_no)) as manager
    from bills
    inner join came on came.customer_key = bills.customer_key and came.last_day = bills.bill_date
    where bills.store_id = $store and bills.replaced_by is null and bills.manager is not null
    group by came.customer_key, came.day_no
),

not_named_last as (
    select came.customer_key, came.day_no
    from came
    left join named_last on named_last.customer_key = came.customer_key and named_last.day_no = came.day_no
    where named_last.customer_key is null
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

summed as (
    select
        came.customer_key,
        came.day_no,
        lead(came.day_no) over (partition by came.customer_key order by came.day_no) as next_no,
        last_value(named_between.manager ignore nulls) over so_far as named,
        min(came.first_visit) over so_far as first_visit,
        max(came.last_visit) over so_far as last_visit,
        sum(came.visits) over so_far as visits,
        sum(came.bills) over so_far as bills,
        sum(came.tables) over so_far as tables,
        sum(came.revenue) over so_far as revenue
    from came
    left join named_between on named_between.customer_key = came.customer_key and named_between.day_no = came.day_no
    window so_far as (partition by came.customer_key order by came.day_no rows unbounded preceding)
),

-- what was so on one of the days is so on the next ones too, until he comes again
held as (
    select
        summed.* exclude (day_no, next_no),
        unnest(range(summed.day_no, coalesce(summed.next_no, past.day_no))) as day_no
    from summed
    cross join (select max(day_no) + 1 as day_no from end_days) as past
),

day_ends as (
    select
        end_days.day,
        held.customer_key,
        held.named,
        held.first_visit,
        held.last_visit,
        cast(held.visits as bigint) as visits,
        cast(held.bills as bigint) as bills,
        cast(held.tables as bigint) as tables,
        cast(held.revenue as decimal(18, 2)) as revenue
    from held
    inner join end_days on end_days.day_no = held.day_no
)

select * from day_ends
