-- One row per store: what tells whether its contacts before a day are still the same
with contacts_before as (
    select count(*) as contacts, coalesce(max(batch_id), 0) as last_batch, coalesce(sum(batch_id), 0) as batches
    from contacts
    where store_id = $store and contact_day < $on
)

select * from contacts_before
