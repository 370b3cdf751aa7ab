-- One row per note on a customer, the newest first
with care_history as (
    select
        noted_on,
        state,
        note,
        author,
        batch_id as batch
    from care_notes
    where store_id = $store and customer_key = $customer
    order by noted_on desc, batch_id desc
)

select * from care_history
