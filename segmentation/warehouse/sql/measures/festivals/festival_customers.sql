-- One row per customer with a bill around a festival last time or this time: how often he came, what he brought, whether he has booked
-- The span of then goes to $then_last, and up to $then_same it has as many days as that of now has so far ($now_last). Booked is who
-- said last, up to $on, that he comes on a day from $now_first to $now_ends.
with came as (
    select
        customer_key,
        count(case when bills > 0 and visit_date <= $then_last then 1 end) as visits_then,
        coalesce(sum(case when visit_date <= $then_last then amount end), 0) as spent_then,
        count(case when bills > 0 and visit_date <= $then_same then 1 end) as visits_same,
        coalesce(sum(case when visit_date <= $then_same then amount end), 0) as spent_same,
        count(case when bills > 0 and visit_date >= $now_first then 1 end) as visits_now,
        coalesce(sum(case when visit_date >= $now_first then amount end), 0) as spent_now
    from visits
    where store_id = $store
        and (visit_date between $then_first and $then_last or visit_date between $now_first and $now_last)
    group by customer_key
),

agreed as (
    select
        customer_key,
        outcome,
        next_day,
        row_number() over (partition by customer_key order by contact_day desc, batch_id desc, line_no desc) as place
    from contacts
    where store_id = $store and contact_day <= $on and outcome <> 'not_reached'
),

festival_customers as (
    select
        came.customer_key,
        came.visits_then,
        cast(came.spent_then as decimal(18, 2)) as spent_then,
        came.visits_same,
        cast(came.spent_same as decimal(18, 2)) as spent_same,
        came.visits_now,
        cast(came.spent_now as decimal(18, 2)) as spent_now,
        agreed.next_day as booked_on
    from came
    left join agreed
        on agreed.customer_key = came.customer_key
        and agreed.place = 1
        and agreed.outcome = 'coming'
        and agreed.next_day between $now_first and $now_ends
)

select * from festival_customers
