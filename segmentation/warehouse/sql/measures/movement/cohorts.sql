-- One row per month of first visit and months since: how many of its customers visited in that month, or in it or later, and their money
-- Months are numbered 12 × year + month − 1. Read are the months up to that of $as_of, nothing after it being seen.
-- A month with refunds only is no visit, but money; what was refunded before the first visit is in no cell.
-- Cohorts run from the first with a customer; a month in which nobody came first is there with zeros.
with visited as (
    select
        customer_key,
        extract(year from visit_date) * 12 + extract(month from visit_date) - 1 as month_no,
        sum(least(bills, 1)) as visits,
        sum(amount) as amount
    from visits
    where store_id = $store and visit_date <= $as_of
    group by customer_key, extract(year from visit_date) * 12 + extract(month from visit_date) - 1
),

members as (
    select customer_key, min(month_no) as cohort_no, max(month_no) as last_no
    from visited
    where visits > 0
    group by customer_key
),

sizes as (
    select cohort_no, count(*) as size
    from members
    group by cohort_no
),

came as (
    select
        members.cohort_no,
        visited.month_no - members.cohort_no as months_since,
        count(case when visited.visits > 0 then 1 end) as customers,
        sum(visited.amount) as revenue
    from visited
    inner join members on members.customer_key = visited.customer_key
    group by members.cohort_no, visited.month_no - members.cohort_no
),

left_after as (
    select cohort_no, last_no - cohort_no as months_since, count(*) as customers
    from members
    group by cohort_no, last_no - cohort_no
),

firsts as (
    select min(cohort_no) as first_no
    from sizes
    having count(*) > 0
),

months as (
    select cast(unnest(generate_series(first_no, $last_month)) as bigint) as month_no
    from firsts
),

grid as (
    select cohorts.month_no as cohort_no, months.month_no - cohorts.month_no as months_since
    from months as cohorts
    inner join months on months.month_no >= cohorts.month_no
),

cells as (
    select
        grid.cohort_no,
        grid.months_since,
        coalesce(sizes.size, 0) as size,
        coalesce(came.customers, 0) as customers,
        sum(coalesce(left_after.customers, 0)) over later as customers_later,
        coalesce(came.revenue, 0) as revenue,
        sum(coalesce(came.revenue, 0)) over later as revenue_later
    from grid
    left join sizes on sizes.cohort_no = grid.cohort_no
    left join came on came.cohort_no = grid.cohort_no and came.months_since = grid.months_since
    left join left_after on left_after.cohort_no = grid.cohort_no and left_after.months_since = grid.months_since
    window later as (
        partition by grid.cohort_no order by grid.months_since desc rows between unbounded preceding and current row
    )
),

cohorts as (
    select
        cast(cohort_no as bigint) as cohort_no,
        cast(months_since as bigint) as months_since,
        cast(size as bigint) as size,
        cast(customers as bigint) as customers,
        cast(customers_later as bigint) as customers_later,
        cast(revenue as decimal(18, 2)) as revenue,
        cast(revenue_later as decimal(18, 2)) as revenue_later
    from cells
    order by cohort_no, months_since
)

select * from cohorts
