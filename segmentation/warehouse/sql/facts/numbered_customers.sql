-- One row per customer of a store, no walk-in: his number in the order of keys, so that ties break between numbers as between keys
with numbered_customers as (
    select
        cast(row_number() over (order by customer_key) as integer) as customer_no,
        customer_key,
        has_profile,
        potential,
        contacts
    from customers
    where store_id = $store and not is_walk_in
)

select * from numbered_customers
