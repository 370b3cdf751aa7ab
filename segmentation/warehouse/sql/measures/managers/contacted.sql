-- One row per customer of the store with a contact up to the list's day: what was last agreed before it, and whether he is left alone
-- What was agreed last before $on decides: he is left alone until its next date, else for the days of its outcome (one that should have
-- a date and has none counts as reached), and from its next date on he is promised. A call that nobody answered agrees nothing: it
-- leaves alone for its own days, and what was agreed before holds. Who is not to be called stays so, whenever that was said. What came
-- of the day itself stands in today_outcome.
with told as (
    select
        customer_key,
        contact_day,
        outcome,
        next_day,
        case when contact_day = $on then 'today' when outcome = 'not_reached' and next_day is null then 'missed' else 'agreed' end as part,
        -- what was said later has the larger number: the day, of a day the later batch, of a batch the later line
        date_diff('day', date '2000-01-01', contact_day) * 140737488355328 + cast(batch_id as bigint) * 16777216 + line_no
            as said_no
    from contacts
    where store_id = $store and contact_day <= $on
),

latest as (
    select
        customer_key,
        max(case when part = 'agreed' then contact_day end) as contact_day,
        max_by(outcome, case when part = 'agreed' then said_no end) as outcome,
        nullif(max_by(coalesce(next_day, date '0001-01-01'), case when part = 'agreed' then said_no end), date '0001-01-01') as next_day,
        max(case when part = 'missed' then contact_day end) as missed_on,
        max_by(outcome, case when part = 'today' then said_no end) as today_outcome
    from told
    group by customer_key
),

barred as (
    select distinct customer_key
    from told
    where outcome = 'do_not_call' and contact_day < $on
    union
    select customer_key
    from erased_keys
    where store_id = $store
),

contacted as (
    select
        latest.customer_key,
        latest.contact_day,
        latest.outcome,
        latest.next_day,
        latest.today_outcome,
        barred.customer_key is not null as is_barred,
        coalesce(coalesce(latest.next_day, latest.contact_day + $reached_days) > $on, false)
        or coalesce(latest.missed_on + $not_reached_days > $on, false) as is_left_alone,
        coalesce(latest.next_day <= $on, false) as is_promised
    from latest
    left join barred on barred.customer_key = latest.customer_key
)

select * from contacted
