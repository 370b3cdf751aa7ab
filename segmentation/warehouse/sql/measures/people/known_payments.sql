-- One row per payment of a customer, the newest first
with known_payments as (
    select paid_on, amount, method as payment_method, due_on
    from payments
    where store_id = $store and customer_key = $customer
    order by paid_on desc, batch_id desc, line_no desc
)

select * from known_payments
