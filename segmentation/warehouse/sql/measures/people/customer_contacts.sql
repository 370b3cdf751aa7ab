-- One row per contact with the customer up to $on, the newest first
with customer_contacts as (
    select contact_day, channel as contact_channel, outcome, note, next_day, manager, batch_id as batch
    from contacts
    where store_id = $store and customer_key = $customer and contact_day <= $on
    order by contact_day desc, batch_id desc, line_no desc
)

select * from customer_contacts
