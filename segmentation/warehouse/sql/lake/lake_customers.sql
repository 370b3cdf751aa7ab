-- One row per customer of a store as a lake holds him: under the lake's own key, his place in the order of the keys of the house
-- Reads lake_keys (customer_key, lake_key). place is null for walk-ins, who are not graded. Of what a manager said of him only a
-- letter or a number goes along, as no other text says anything to a rule; the name only where $with_names.
with lake_customers as (
    select
        lake_keys.lake_key as customer_key,
        case
            when not customers.is_walk_in
                then cast(row_number() over (partition by customers.is_walk_in order by customers.customer_key) as integer)
        end as place,
        customers.has_profile,
        customers.is_walk_in,
        case when customers.potential in ('A', 'B', 'C') or try_cast(customers.potential as double) is not null then customers.potential end
            as potential,
        case when try_cast(customers.contacts as decimal(9, 2)) is not null then customers.contacts end as contacts,
        case when $with_names then customers.name end as name
    from customers
    inner join lake_keys on lake_keys.customer_key = customers.customer_key
    where customers.store_id = $store
    order by lake_keys.lake_key
)

select * from lake_customers
