-- One row per week after $as_of up to $until in which a customer known by then came: days visited, and what they brought
-- Reads histories. The last week may be cut off by $until. Refunds are netted.
with later_weeks as (
    select
        cast(date_diff('day', $as_of, visits.visit_date) + 6 as bigint) // 7 as week,
        cast(sum(least(visits.bills, 1)) as bigint) as visits,
        cast(sum(visits.amount) as decimal(18, 2)) as brought
    from visits
    inner join histories on histories.customer_key = visits.customer_key
    where visits.store_id = $store and visits.visit_date > $as_of and visits.visit_date <= $until
    group by week
    order by week
)

select * from later_weeks
