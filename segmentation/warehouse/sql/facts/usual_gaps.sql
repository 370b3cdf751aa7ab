-- One row per customer of a store who is active on the as-of day: on how many days he came, the median of the days between them
-- Reads customer_facts as of $as_of. usual_gap_days is null with one visit. What is kept of a customer up to his last visit is taken
-- as it is kept (is_kept); the visits of the others are looked through.
with active as (
    select customer_key, last_visit
    from customer_facts
    where recency_days <= $active_days
),

kept as (
    select active.customer_key, active.last_visit, kept_gaps.visits, kept_gaps.usual_gap_days
    from active
    inner join kept_gaps
        on kept_gaps.store_id = $store
        and kept_gaps.customer_key = active.customer_key
        and kept_gaps.last_visit = active.last_visit
),

unknown as (
    select active.customer_key, active.last_visit
    from active
    left join kept on kept.customer_key = active.customer_key
    where kept.customer_key is null
),

-- each customer's days in a list, because a window over all visits would sort them all at once, in twice the time
listed as (
    select unknown.customer_key, unknown.last_visit, list_sort(list(visits.visit_date)) as days
    from visits
    inner join unknown on unknown.customer_key = visits.customer_key
    where visits.store_id = $store and visits.visit_date <= $as_of and visits.bills > 0
    group by unknown.customer_key, unknown.last_visit
),

-- the first day has none before it
spaced as (
    select customer_key, last_visit, len(days) as visits, list_transform(days, lambda day, place: day - days[place - 1]) as gaps
    from listed
),

usual_gaps as (
    select customer_key, last_visit, visits, usual_gap_days, true as is_kept
    from kept
    union all
    select customer_key, last_visit, visits, cast(list_median(gaps) as decimal(9, 1)) as usual_gap_days, false as is_kept
    from spaced
)

select * from usual_gaps
