-- One row per customer of the store, no walk-in, with what his manager says of him
with potentials as (
    select
        customer_key,
        potential,
        contacts
    from customers
    where store_id = $store and not is_walk_in
    order by customer_key
)

select * from potentials
