-- One row per customer contacted on a day: what came of it last
with day_outcomes as (
    select customer_key as customer, max_by(outcome, (batch_id, line_no)) as outcome
    from contacts
    where store_id = $store and contact_day = $on
    group by customer_key
)

select * from day_outcomes
