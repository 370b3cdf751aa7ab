-- One row per customer with bills up to the as-of day, whose he was at the month before's end, and what he did from $first_day on
-- Reads grades (the graded list of the month before's end) and customer_managers (of then). Newcomers have no bill before $month_start:
-- they have no manager and no tier_no, whoever serves them. Who had bills and is not graded counts as $last_tier. is_active: his last
-- visit is not before $active_since. has_bills: one at least is of the days from $first_day to $as_of; tables and revenue are of them.
with seen as (
    select
        customer_key,
        min(visit_date) < $month_start as is_known,
        max(case when bills > 0 then visit_date end) as last_visit,
        count(case when visit_date >= $first_day then 1 end) > 0 as has_bills,
        count(case when visit_date >= $first_day and bills > 0 then 1 end) as visits,
        greatest(sum(case when visit_date >= $first_day then tables else 0 end), 0) as tables,
        sum(case when visit_date >= $first_day then amount else 0 end) as revenue
    from visits
    where store_id = $store and visit_date <= $as_of
    group by customer_key
),

month_customers as (
    select
        seen.customer_key as customer,
        customers.name,
        customers.phone,
        case when seen.is_known then customer_managers.manager end as manager,
        case when seen.is_known then coalesce(grades.tier_no, $last_tier) end as tier_no,
        coalesce(seen.last_visit >= $active_since, false) as is_active,
        seen.last_visit,
        seen.has_bills,
        seen.visits,
        seen.tables,
        seen.revenue
    from seen
    inner join customers on customers.customer_key = seen.customer_key
    left join grades on grades.customer = seen.customer_key
    left join customer_managers on customer_managers.customer_key = seen.customer_key
    where customers.store_id = $store and not customers.is_walk_in
)

select * from month_customers
