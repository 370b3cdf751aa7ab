-- One row per file: customers who paid onto an account, by whether they paid from it on that day or later, or on earlier days
-- uses: stage/judged
with

customers as (
    select
        customer_key,
        min(day) filter (where regexp_matches(marks, $paid_onto)) as paid_onto,
        max(day) filter (where regexp_matches(payment_method, $account)) as last_used,
        min(day) filter (where regexp_matches(payment_method, $account)) as first_used
    from judged
    where customer_key is not null
    group by customer_key
)

select
    count(*) filter (where last_used >= paid_onto) as before_use,
    count(*) filter (where first_used < paid_onto) as after_use
from customers
where paid_onto is not null
