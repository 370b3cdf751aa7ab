-- One row per period asked for: how many customers are known at its end, how many came in it, and their money and tables
-- Reads periods (period_no, first_day, last_day: no two overlap). Known is who had visited by the period's end, no walk-in; amount and tables
-- are of identified customers in the period, refunds netted.
-- A visit finds its period by its day: joined by a range of days, a million visits would take a second.
with period_days as (
    select period_no, cast(unnest(generate_series(first_day, last_day, interval 1 day)) as date) as day
    from periods
),

seen as (
    select visits.customer_key, min(visits.visit_date) as first_visit
    from visits
    inner join customers on customers.store_id = $store and customers.customer_key = visits.customer_key
    where visits.store_id = $store and visits.bills > 0 and not customers.is_walk_in
    group by visits.customer_key
),

joined as (
    select first_visit, count(*) as customers
    from seen
    group by first_visit
),

known as (
    select periods.period_no, cast(coalesce(sum(joined.customers), 0) as bigint) as known
    from periods
    left join joined on joined.first_visit <= periods.last_day
    group by periods.period_no
),

brought as (
    select
        period_days.period_no,
        count(distinct case when visits.bills > 0 then visits.customer_key end) as buyers,
        sum(visits.amount) as amount,
        sum(visits.tables) as tables
    from visits
    inner join period_days on visits.visit_date = period_days.day
    inner join customers on customers.store_id = $store and customers.customer_key = visits.customer_key
    where visits.store_id = $store and not customers.is_walk_in
    group by period_days.period_no
),

month_counts as (
    select
        known.period_no,
        known.known,
        coalesce(brought.buyers, 0) as buyers,
        cast(coalesce(brought.amount, 0) as decimal(18, 2)) as amount,
        cast(greatest(coalesce(brought.tables, 0), 0) as bigint) as tables
    from known
    left join brought on brought.period_no = known.period_no
    order by known.period_no
)

select * from month_counts
