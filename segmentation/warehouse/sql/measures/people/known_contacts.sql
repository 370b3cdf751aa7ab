-- One row per contact with a customer, the newest first
with known_contacts as (
    select contact_day, channel, outcome, note, next_day, manager
    from contacts
    where store_id = $store and customer_key = $customer
    order by contact_day desc, batch_id desc, line_no desc
)

select * from known_contacts
