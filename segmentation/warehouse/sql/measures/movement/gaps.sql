-- One row per group and days of a gap: how many customers were silent so long, and how many of them then came back on that day
-- Reads groups (customer_key, group_key), which has each customer once at most; those in none are left out, unless $grouped is
-- false: then everybody is of the group ''. A gap runs from one day visited to the next. The last of every customer ends with
-- $as_of, without his having come: it is censored. at_risk counts the gaps of at least so many days.
with spaced as (
    select
        customer_key,
        visit_date,
        lead(visit_date) over (partition by customer_key order by visit_date) as next_visit
    from visits
    where store_id = $store and visit_date <= $as_of and bills > 0
),

counted as (
    select
        case when $grouped then groups.group_key else '' end as group_key,
        coalesce(spaced.next_visit, $as_of) - spaced.visit_date as gap_days,
        count(spaced.next_visit) as returned,
        count(*) - count(spaced.next_visit) as censored
    from spaced
    left join groups on groups.customer_key = spaced.customer_key
    where not $grouped or groups.group_key is not null
    group by case when $grouped then groups.group_key else '' end, coalesce(spaced.next_visit, $as_of) - spaced.visit_date
),

gaps as (
    select
        group_key,
        cast(gap_days as bigint) as gap_days,
        cast(returned as bigint) as returned,
        cast(censored as bigint) as censored,
        cast(
            sum(returned + censored) over (
                partition by group_key order by gap_days desc rows between unbounded preceding and current row
            ) as bigint
        ) as at_risk
    from counted
    order by group_key, gap_days
)

select * from gaps
