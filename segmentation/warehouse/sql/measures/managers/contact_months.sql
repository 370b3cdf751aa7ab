-- One row per month with a contact in the log of a store, up to $as_of
with contact_months as (
    select cast(date_trunc('month', contact_day) as date) as month, count(*) as contacts
    from contacts
    where store_id = $store and contact_day <= $as_of
    group by all
)

select * from contact_months
