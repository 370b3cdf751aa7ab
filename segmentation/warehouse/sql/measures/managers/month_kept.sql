-- One row per manager (null: nobody): his active customers of the month's beginning, those kept, handed over and won, and the month's revenue
-- Reads holders_then and holders_now (customer_key, manager: of the month before's end, and of $as_of). Active are those whose last
-- visit is not before $then_since, on the as-of day not before $active_since. Who has another manager now was handed over and is
-- kept or lost by nobody. Won are those whose first visit is in the month. Revenue is that of all who have come before it.
with seen as (
    select
        customer_key,
        min(visit_date) < $month_start as is_known,
        min(case when bills > 0 then visit_date end) >= $month_start as is_new,
        max(case when bills > 0 and visit_date < $month_start then visit_date end) >= $then_since as was_active,
        max(case when bills > 0 then visit_date end) >= $active_since as is_active,
        sum(case when visit_date >= $month_start then amount else 0 end) as revenue
    from visits
    where store_id = $store and visit_date <= $as_of
    group by customer_key
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
