-- One row per customer and month-end, which stands as a store of its own: what rules read of customer_facts, of many days at once
-- uses: facts/month_spans, facts/month_people
-- Reads month_ends, and numbered_customers a slice at a time. A visit counts from the first month-end on or after its day to the last
-- one whose window still holds it. So visits are summed once by what counts them, come in with a plus and go out with a minus,
-- and the rest is a running sum that holds until the next change. Numbers are as narrow as they may be: there are millions of rows.
-- tables are not summed, as one sum more costs every grading; a ranking by standard reads month_wide_sums.
with pieces as (
    select
        month_people.customer_no,
        month_spans.enter_no,
        month_spans.leave_no,
        max(case when visits.bills > 0 then visits.visit_date end) as last_visit,
        cast(sum(case when $frequency = 'bills' then visits.bills else least(visits.bills, 1) end) as integer) as frequency,
        cast(sum(visits.amount) as decimal(18, 2)) as contribution
    from visits
    inner join month_spans on month_spans.day = visits.visit_date
    inner join month_people on month_people.customer_key = visits.customer_key
    where visits.store_id = $store and month_spans.enter_no is not null
    group by month_people.customer_no, month_spans.enter_no, month_spans.leave_no
),

changes as (
    select customer_no, enter_no as month_no, last_visit, frequency, contribution
    from pieces
    union all
    select customer_no, leave_no as month_no, null, -frequency, -contribution
    from pieces
    where leave_no is not null
    union all
    select month_people.customer_no, month_ends.month_no, null, 0, 0
    from month_people
    inner join month_ends on month_ends.month_no = 1
    where month_people.has_profile
),

running as (
    select
        customer_no,
        month_no,
        lead(month_no) over (partition by customer_no order by month_no) as next_no,
        max(last_visit) over (partition by customer_no order by month_no rows unbounded preceding) as last_visit,
        sum(frequency) over (partition by customer_no order by month_no rows unbounded preceding) as frequency,
        sum(contribution) over (partition by customer_no order by month_no rows unbounded preceding) as contribution
    from changes
),

-- of the changes of one month the last has the sum
standing as (
    select
        running.customer_no,
        running.last_visit,
        running.frequency,
        running.contribution,
        unnest(range(running.month_no, coalesce(running.next_no, months.past_no))) as month_no
    from running
    cross join (select max(month_no) + 1 as past_no from month_ends) as months
),

month_facts as (
    select
        cast(month_ends.month_no as integer) as store_id,
        standing.customer_no as customer_key,
        standing.last_visit,
        cast(date_diff('day', standing.last_visit, month_ends.as_of) as integer) as recency_days,
        cast(standing.frequency as integer) as frequency,
        cast(standing.contribution as decimal(18, 2)) as contribution,
        cast(null as integer) as tables
    from standing
    inner join month_ends on month_ends.month_no = standing.month_no
)

select * from month_facts
