-- One row per payment on account of a store up to $as_of: one that several files say counts as often as the file that has most of it
with numbered as (
    select
        customer_key,
        paid_on,
        amount,
        method,
        due_on,
        row_number() over (
            partition by batch_id, customer_key, paid_on, amount, method, due_on order by line_no
        ) as place
    from payments
    where store_id = $store and paid_on <= $as_of
),

known_payments as (
    select customer_key, paid_on, amount, method, due_on
    from numbered
    group by customer_key, paid_on, amount, method, due_on, place
)

select * from known_payments
