-- One row per customer with a bill on the days of a festival: his grade of the day before, how often he came, what he brought
-- Reads placed_before (customer_key, tier_no, last_visit: as of the day before the festival's days) and module_texts. tier_no is null for who was never
-- here before, $ungraded for who had visited and has no grade. last_visit is his latest up to $as_of.
with came as (
    select
        customer_key,
        count(case when bills > 0 then 1 end) as visits,
        cast(sum(amount) as decimal(18, 2)) as contribution
    from visits
    where store_id = $store and visit_date between $first_day and $last_day
    group by customer_key
),

latest as (
    select visits.customer_key, max(visits.visit_date) as last_visit
    from visits
    inner join came on came.customer_key = visits.customer_key
    where visits.store_id = $store and visits.bills > 0 and visits.visit_date <= $as_of
    group by visits.customer_key
),

festival_came as (
    select
        came.customer_key as customer,
        customers.name,
        case when placed_before.last_visit is not null then coalesce(placed_before.tier_no, $ungraded) end as tier_no,
        came.contribution,
        came.visits,
        latest.last_visit,
        customers.manager,
        customers.module,
        coalesce(module_texts.module_no, $unclassified) as part_no,
        customers.phone
    from came
    inner join customers on customers.store_id = $store and customers.customer_key = came.customer_key
    left join latest on latest.customer_key = came.customer_key
    left join placed_before on placed_before.customer_key = came.customer_key
    left join module_texts on module_texts.text = customers.module
    order by came.contribution desc, came.customer_key
)

select * from festival_came
