-- One row per customer and month-end, which stands as a store of its own: wide_sums of many days at once
-- uses: facts/month_spans, facts/month_people
-- Reads month_ends, cost_rates (of the one store), foretold (month_no, customer_no, spend_365: of each month-end what was foretold
-- then), and numbered_customers a slice at a time. As in month_facts visits are summed
-- once by the month-ends at which they begin and end to count; each sum takes them in with a plus and out with a minus, and what
-- stands is a running sum. cost is 0 and not null where no bill carries one, which is the same to a profit.
with pieces as (
    select
        month_people.customer_no,
        month_spans.enter_no,
        month_spans.leave_no,
        month_spans.regraded_no,
        month_spans.half_year_no,
        month_spans.year_no,
        min(case when visits.bills > 0 then visits.visit_date end) as first_visit,
        max(case when visits.bills > 0 then visits.visit_date end) as last_visit,
        cast(sum(case when $frequency = 'bills' then visits.bills else least(visits.bills, 1) end) as integer) as frequency,
        cast(sum(visits.amount) as decimal(18, 2)) as amount,
        cast(sum(visits.tables) as integer) as tables,
        cast(coalesce(sum(visits.cost), 0) as decimal(18, 2)) as cost,
        cast(sum(least(visits.bills, 1)) as integer) as visits
    from visits
    inner join month_spans on month_spans.day = visits.visit_date
    inner join month_people on month_people.customer_key = visits.customer_key
    where visits.store_id = $store and month_spans.enter_no is not null
    group by
        month_people.customer_no,
        month_spans.enter_no,
        month_spans.leave_no,
        month_spans.regraded_no,
        month_spans.half_year_no,
        month_spans.year_no
),

changes as (
    select
        customer_no,
        enter_no as month_no,
        first_visit,
        last_visit,
        frequency,
        amount as contribution,
        tables,
        visits,
        cost,
        visits as total_visits,
        amount as total_spend,
        case when regraded_no = enter_no then amount else 0 end as graded_spend,
        amount as recent_spend,
        amount as year_spend
    from pieces
    union all
    select
        customer_no, leave_no, null, null, -frequency, -amount, -tables, -visits, -cost, 0, 0, 0, 0,
        case when year_no = leave_no then -amount else 0 end
    from pieces
    where leave_no is not null
    union all
    select customer_no, regraded_no, null, null, 0, 0, 0, 0, 0, 0, 0, amount, 0, 0
    from pieces
    where regraded_no > enter_no
    union all
    select customer_no, half_year_no, null, null, 0, 0, 0, 0, 0, 0, 0, 0, -amount, 0
    from pieces
    where half_year_no is not null
    union all
    select customer_no, year_no, null, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, -amount
    from pieces
    where year_no is distinct from leave_no and year_no is not null
    union all
    select month_people.customer_no, month_ends.month_no, null, null, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
    from month_people
    inner join month_ends on month_ends.month_no = 1
    where month_people.has_profile
),

by_month as (
    select
        customer_no,
        month_no,
        min(first_visit) as first_visit,
        max(last_visit) as last_visit,
        cast(sum(frequency) as integer) as frequency,
        cast(sum(contribution) as decimal(18, 2)) as contribution,
        cast(sum(tables) as integer) as tables,
        cast(sum(visits) as integer) as visits,
        cast(sum(cost) as decimal(18, 2)) as cost,
        cast(sum(total_visits) as integer) as total_visits,
        cast(sum(total_spend) as decimal(18, 2)) as total_spend,
        cast(sum(graded_spend) as decimal(18, 2)) as graded_spend,
        cast(sum(recent_spend) as decimal(18, 2)) as recent_spend,
        cast(sum(year_spend) as decimal(18, 2)) as year_spend
    from changes
    group by customer_no, month_no
),

running as (
    select
        customer_no,
        month_no,
        lead(month_no) over (partition by customer_no order by month_no) as next_no,
        min(first_visit) over so_far as first_visit,
        max(last_visit) over so_far as last_visit,
        sum(frequency) over so_far as frequency,
        sum(contribution) over so_far as contribution,
        sum(tables) over so_far as tables,
        sum(visits) over so_far as visits,
        sum(cost) over so_far as cost,
        sum(total_visits) over so_far as total_visits,
        sum(total_spend) over so_far as total_spend,
        sum(graded_spend) over so_far as graded_spend,
        sum(recent_spend) over so_far as recent_spend,
        sum(year_spend) over so_far as year_spend
    from by_month
    window so_far as (partition by customer_no order by month_no rows unbounded preceding)
),

standing as (
    select running.*, unnest(range(running.month_no, coalesce(running.next_no, months.past_no))) as standing_no
    from running
    cross join (select max(month_no) + 1 as past_no from month_ends) as months
),

month_wide_sums as (
    select
        cast(month_ends.month_no as integer) as store_id,
        standing.customer_no as customer_key,
        standing.first_visit,
        standing.last_visit,
        cast(date_diff('day', standing.last_visit, month_ends.as_of) as integer) as recency_days,
        cast(standing.frequency as bigint) as frequency,
        cast(standing.contribution as decimal(18, 2)) as contribution,
        cast(greatest(standing.tables, 0) as bigint) as tables,
        cast(standing.visits as bigint) as visits,
        cast(standing.total_visits as bigint) as total_visits,
        cast(standing.total_spend as decimal(18, 2)) as total_spend,
        cast(standing.graded_spend as decimal(18, 2)) as graded_spend,
        date_diff('day', standing.first_visit, month_ends.as_of) as known_days,
        date_diff('day', standing.first_visit, month_ends.as_of) * 12 // 365 + 1 as known_months,
        date_diff('day', greatest(month_ends.window_begins_after, standing.first_visit - 1), month_ends.as_of) as covered_days,
        cast(standing.cost as decimal(18, 2)) as cost,
        case when foretold.spend_365 is not null then cast(100 * foretold.spend_365 as double) else cast(200 * standing.recent_spend as double) end
            / nullif(cast(greatest(100 * standing.year_spend, 0) as double), 0) as growth,
        foretold.spend_365 is not null as is_foretold,
        month_people.potential,
        coalesce(try_cast(month_people.contacts as decimal(9, 2)), 0) as contacts,
        cost_rates.per_visit,
        cost_rates.per_contact
    from standing
    inner join month_ends on month_ends.month_no = standing.standing_no
    inner join month_people on month_people.customer_no = standing.customer_no
    left join foretold on foretold.month_no = standing.standing_no and foretold.customer_no = standing.customer_no
    cross join cost_rates
)

select * from month_wide_sums
