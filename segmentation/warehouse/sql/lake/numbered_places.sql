-- One row per customer of a store of a lake, no walk-in: numbered_customers, the number being his place in the order of the house's keys
-- The customers are those of the lake, whose own keys stand in another order.
with numbered_places as (
    select place as customer_no, customer_key, has_profile, potential, contacts
    from customers
    where store_id = $store and not is_walk_in
)

select * from numbered_places
