-- One row per manager (null: nobody): his active customers of the month's beginning, those kept, handed over and won, and the month's revenue
-- Reads holders_then and holders_now (customer_key, manager: of the month before's end, and of $as_of). Active are those whose last
-- visit is not before $then_since, on the as-of day not before $active_since. Who has another manager now was handed over and is
-- kept or lost by nobody. Won are those whose first visit is in the month. Revenue is that of all who have come before it.
-- Where $is_kept, what bills had come to by the month before's end ($before) and by the as-of day is kept and tells all of it.
with looked_through as (
    select
        customer_key,
        min(visit_date) < $month_start as is_known,
        min(case when bills > 0 then visit_date end) as first_visit,
        max(case when bills > 0 and visit_date < $month_start then visit_date end) as last_before,
        max(case when bills > 0 then visit_date end) as last_visit,
        sum(case when visit_date >= $month_start then amount else 0 end) as revenue
    from visits
    where not $is_kept and store_id = $store and visit_date <= $as_of
    group by customer_key
),

known_before as (
    select customer_key, last_visit, revenue
    from kept_ends
    where $is_kept and store_id = $store and day = $before
),

told as (
    select
        kept_ends.customer_key,
        known_before.customer_key is not null as is_known,
        kept_ends.first_visit,
        known_before.last_visit as last_before,
        kept_ends.last_visit,
        kept_ends.revenue - coalesce(known_before.revenue, 0) as revenue
    from kept_ends
    left join known_before on known_before.customer_key = kept_ends.customer_key
    where $is_kept and kept_ends.store_id = $store and kept_ends.day = $as_of
    union all
    select *
    from looked_through
),

seen as (
    select
        customer_key,
        is_known,
        first_visit >= $month_start as is_new,
        last_before >= $then_since as was_active,
        last_visit >= $active_since as is_active,
        revenue
    from told
),

placed as (
    select
        holders_then.manager as manager_then,
        holders_now.manager as manager_now,
        holders_then.manager is distinct from holders_now.manager as is_handed_over,
        seen.is_known,
        coalesce(seen.is_new, false) as is_new,
        coalesce(seen.was_active, false) as was_active,
        coalesce(seen.is_active, false) as is_active,
        seen.revenue
    from seen
    inner join customers on customers.customer_key = seen.customer_key
    left join holders_then on holders_then.customer_key = seen.customer_key
    left join holders_now on holders_now.customer_key = seen.customer_key
    where customers.store_id = $store and not customers.is_walk_in
),

counted as (
    select
        manager_then as manager,
        case when was_active and not is_handed_over then 1 else 0 end as active_then,
        case when was_active and not is_handed_over and is_active then 1 else 0 end as still_active,
        case when was_active and is_handed_over then 1 else 0 end as handed_over,
        0 as won,
        revenue
    from placed
    where is_known
    union all
    select manager_now as manager, 0 as active_then, 0 as still_active, 0 as handed_over, 1 as won, 0 as revenue
    from placed
    where is_new and is_active
),

month_kept as (
    select
        manager,
        cast(sum(active_then) as bigint) as active_then,
        cast(sum(still_active) as bigint) as still_active,
        cast(sum(handed_over) as bigint) as handed_over,
        cast(sum(won) as bigint) as won,
        cast(sum(revenue) as decimal(18, 2)) as revenue
    from counted
    group by manager
    order by manager nulls last
)

select * from month_kept
