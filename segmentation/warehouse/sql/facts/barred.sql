-- One row per customer of a store who had asked by a day not to be contacted again: that holds for good
with barred as (
    select distinct customer_key
    from contacts
    where store_id = $store and contact_day <= $on and outcome = 'do_not_call'
)

select * from barred
