-- One row per month asked for: its revenue and walk-in bills, who came, and who was known and active at its end
-- uses: measures/revenue/month_totals
-- Reads periods (period_no, first_day, last_day: whole months). Known is who has visited by the last day, active who did within $active_days before it. A
-- total that was uploaded or typed stands in the place of the sum of the bills.
-- A day has a bit of every period in which a visit on it counts, sixty to a chunk, so each visit is read once: a row per visit and period, of which
-- the customers are counted without doubles, took three times as long.
with period_bits as (
    select
        period_no,
        first_day,
        last_day,
        period_no // 60 as chunk_no,
        cast(1 as bigint) << (period_no % 60) as bit
    from periods
),

period_days as (
    select
        chunk_no,
        bit,
        first_day,
        last_day,
        cast(unnest(generate_series(least(first_day, last_day - $active_days), last_day, interval 1 day)) as date) as day
    from period_bits
),

day_marks as (
    select
        day,
        chunk_no,
        bit_or(case when day >= last_day - $active_days then bit end) as active_marks,
        bit_or(case when day >= first_day then bit end) as came_marks
    from period_days
    group by day, chunk_no
),

guests as (
    select
        visits.customer_key,
        coalesce(day_marks.chunk_no, 0) as chunk_no,
        min(visits.visit_date) as first_visit,
        bit_or(day_marks.active_marks) as active_marks,
        bit_or(day_marks.came_marks) as came_marks
    from visits
    left join day_marks on day_marks.day = visits.visit_date
    where visits.store_id = $store and visits.bills > 0
    group by visits.customer_key, coalesce(day_marks.chunk_no, 0)
),

counted as (
    select
        period_bits.period_no,
        count(case when guests.active_marks & period_bits.bit <> 0 then 1 end) as active,
        count(case when guests.came_marks & period_bits.bit <> 0 then 1 end) as customers
    from period_bits
    left join guests on guests.chunk_no = period_bits.chunk_no
    group by period_bits.period_no
),

first_visits as (
    select customer_key, min(first_visit) as first_visit
    from guests
    group by customer_key
),

first_days as (
    select first_visit, count(*) as customers
    from first_visits
    group by first_visit
),

known as (
    select periods.period_no, coalesce(sum(first_days.customers), 0) as customers
    from periods
    left join first_days on first_days.first_visit <= periods.last_day
    group by periods.period_no
),

billed as (
    select
        cast(date_trunc('month', day) as date) as month,
        sum(amount) as amount,
        sum(amount - walk_in_amount) as identified,
        sum(walk_in_amount) as walk_in,
        sum(walk_in_bills) as walk_in_bills
    from days
    where store_id = $store
    group by all
),

rule_months as (
    select
        periods.first_day as month,
        cast(known.customers as bigint) as known,
        counted.active,
        counted.customers,
        cast(coalesce(month_totals.total, billed.amount) as decimal(18, 2)) as total,
        cast(billed.identified as decimal(18, 2)) as identified,
        cast(billed.walk_in as decimal(18, 2)) as walk_in,
        cast(billed.walk_in_bills as bigint) as walk_in_bills
    from periods
    left join known on known.period_no = periods.period_no
    left join counted on counted.period_no = periods.period_no
    inner join billed on billed.month = periods.first_day
    left join month_totals on month_totals.month = periods.first_day
    order by periods.first_day
)

select * from rule_months
