-- One row per live bill of a store from $first_day to $last_day, of one customer unless $customer is null; the newest $limit
with asked_bills as (
    select *
    from bills
    where store_id = $store
        and replaced_by is null
        and bill_date between $first_day and $last_day
        and ($customer is null or customer_key = $customer)
    order by bill_date desc, bill_time desc nulls last, batch_id desc, line_no desc
    limit $limit
)

select * from asked_bills
