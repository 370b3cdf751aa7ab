-- One row per top-up of a customer, or what takes one back, the newest first
with known_top_ups as (
    select bill_date, bill_no, amount
    from stored_value
    where store_id = $store and customer_key = $customer and replaced_by is null
    order by bill_date desc, batch_id desc, line_no desc
)

select * from known_top_ups
