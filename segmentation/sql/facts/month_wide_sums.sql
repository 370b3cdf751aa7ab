-- One row per customer and month-end, which stands as a store of its own: wide_sums of many days at once
-- Reads numbered_customers, cost_rates (of the one store), and month_ends (month_no, as_of, window_begins_after, regraded_on,
-- half_year_before, year_before). Visits are summed once between all those days, so that a piece lies on one side of each.
with bounds as (
    select as_of as bound from month_ends
    union
    select window_begins_after as bound from month_ends
    union
    select regraded_on as bound from month_ends
    union
    select half_year_before as bound from month_ends
    union
    select year_before as bound from month_ends
),

piece_days as (
    select days.day, count(bounds.bound) as piece_no
    from days
    left join bounds on bounds.bound < days.day
    where days.store_id = $store
    group by days.day
),

pieces as (
    select
        numbered_customers.customer_no,
        min(visits.visit_date) as first_visit,
        max(visits.visit_date) as last_visit,
        sum(case when $frequency = 'bills' then visits.bills else 1 end) as frequency,
        sum(visits.amount) as amount,
        sum(visits.tables) as tables,
        sum(visits.cost) as cost,
        count(*) as visits
    from visits
    inner join piece_days on piece_days.day = visits.visit_date
    inner join numbered_customers on numbered_customers.customer_key = visits.customer_key
    where visits.store_id = $store
    group by numbered_customers.customer_no, piece_days.piece_no
),

seen as (
    select
        month_ends.month_no,
        pieces.customer_no,
        min(pieces.first_visit) as first_visit,
        max(pieces.last_visit) as last_visit,
        sum(case when pieces.first_visit > month_ends.window_begins_after then pieces.frequency else 0 end) as frequency,
        sum(case when pieces.first_visit > month_ends.window_begins_after then pieces.amount else 0 end) as contribution,
        sum(case when pieces.first_visit > month_ends.window_begins_after then pieces.tables else 0 end) as tables,
        sum(case when pieces.first_visit > month_ends.window_begins_after then pieces.visits else 0 end) as visits,
        sum(case when pieces.first_visit > month_ends.window_begins_after then pieces.cost end) as cost,
        sum(pieces.visits) as total_visits,
        sum(pieces.amount) as total_spend,
        sum(case when pieces.first_visit <= month_ends.regraded_on then pieces.amount else 0 end) as graded_spend,
        sum(case when pieces.first_visit > month_ends.half_year_before then pieces.amount else 0 end) as recent_spend,
        sum(case when pieces.first_visit > month_ends.year_before then pieces.amount else 0 end) as year_spend
    from pieces
    inner join month_ends on pieces.first_visit <= month_ends.as_of
    group by month_ends.month_no, pieces.customer_no
),

month_wide_sums as (
    select
        month_ends.month_no as store_id,
        numbered_customers.customer_no as customer_key,
        seen.first_visit,
        seen.last_visit,
        month_ends.as_of - seen.last_visit as recency_days,
        cast(coalesce(seen.frequency, 0) as bigint) as frequency,
        cast(coalesce(seen.contribution, 0) as decimal(18, 2)) as contribution,
        cast(coalesce(seen.tables, 0) as bigint) as tables,
        cast(coalesce(seen.visits, 0) as bigint) as visits,
        cast(coalesce(seen.total_visits, 0) as bigint) as total_visits,
        cast(coalesce(seen.total_spend, 0) as decimal(18, 2)) as total_spend,
        cast(coalesce(seen.graded_spend, 0) as decimal(18, 2)) as graded_spend,
        month_ends.as_of - seen.first_visit as known_days,
        (month_ends.as_of - seen.first_visit) * 12 // 365 + 1 as known_months,
        cast(seen.cost as decimal(18, 2)) as cost,
        cast(200 * seen.recent_spend as double) / nullif(cast(greatest(100 * seen.year_spend, 0) as double), 0) as growth,
        numbered_customers.potential,
        coalesce(try_cast(numbered_customers.contacts as decimal(9, 2)), 0) as contacts,
        cost_rates.per_visit,
        cost_rates.per_contact
    from numbered_customers
    cross join month_ends
    cross join cost_rates
    left join seen on seen.month_no = month_ends.month_no and seen.customer_no = numbered_customers.customer_no
    where numbered_customers.has_profile or seen.last_visit is not null
)

select * from month_wide_sums
