-- One row per live bill of a customer that came under a key that went into his, the newest first
with known_merged_bills as (
    select own_key, bill_date, bill_no, amount
    from bills
    where store_id = $store and customer_key = $customer and own_key is not null and replaced_by is null
    order by bill_date desc, batch_id desc, line_no desc
)

select * from known_merged_bills
