-- One row per note on a customer who was to be won back, the newest first
with known_care as (
    select noted_on, state, note, author
    from care_notes
    where store_id = $store and customer_key = $customer
    order by noted_on desc, batch_id desc
)

select * from known_care
