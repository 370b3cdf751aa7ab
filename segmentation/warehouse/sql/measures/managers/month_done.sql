-- One row per manager (null: nobody) and grade of the month before's end (tier_no null: newcomers, whoever serves them), and what was done
-- Reads grades (the graded list of the month before's end) and customer_managers (of then). Newcomers have no bill before $month_start.
-- Who had bills and is not graded counts as $last_tier. customers are those whose last visit is not before $active_since; tables and
-- revenue are of the days from $month_start to $as_of. Customers without a bill have done nothing and stand in no row.
with seen as (
    select
        customer_key,
        min(visit_date) < $month_start as is_known,
        max(case when bills > 0 then visit_date end) as last_visit,
        greatest(sum(case when visit_date >= $month_start then tables else 0 end), 0) as tables,
        sum(case when visit_date >= $month_start then amount else 0 end) as revenue
    from visits
    where store_id = $store and visit_date <= $as_of
    group by customer_key
),

placed as (
    select
        case when seen.is_known then customer_managers.manager end as manager,
        case when seen.is_known then coalesce(grades.tier_no, $last_tier) end as tier_no,
        seen.last_visit >= $active_since as is_active,
        seen.tables,
        seen.revenue
    from seen
    inner join customers on customers.customer_key = seen.customer_key
    left join grades on grades.customer = seen.customer_key
    left join customer_managers on customer_managers.customer_key = seen.customer_key
    where customers.store_id = $store and not customers.is_walk_in
),

month_done as (
    select
        manager,
        tier_no,
        count(case when is_active then 1 end) as customers,
        cast(sum(tables) as bigint) as bookings,
        cast(sum(revenue) as decimal(18, 2)) as revenue
    from placed
    group by manager, tier_no
    order by manager nulls last, tier_no nulls last
)

select * from month_done
