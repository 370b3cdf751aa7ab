-- One row per top-up of the customer up to $as_of, or what took one back, the newest first
with top_ups as (
    select bill_date as topped_up_on, amount
    from stored_value
    where store_id = $store and customer_key = $customer and replaced_by is null and bill_date <= $as_of
    order by bill_date desc, batch_id desc, line_no desc
)

select * from top_ups
