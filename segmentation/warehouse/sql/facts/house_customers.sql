-- One row per customer key and name of the house, no walk-in: his number in the order of first visits, so that later bills leave it
with first_visits as (
    select store_id, customer_key, min(visit_date) as first_visit
    from visits
    group by store_id, customer_key
),

people as (
    select
        customers.customer_key as customer,
        customers.name,
        min(first_visits.first_visit) as first_visit
    from customers
    left join first_visits on customers.store_id = first_visits.store_id and customers.customer_key = first_visits.customer_key
    where not customers.is_walk_in
    group by customers.customer_key, customers.name
),

house_customers as (
    select
        cast(row_number() over (order by first_visit nulls last, customer, name nulls first) as integer) as number,
        customer,
        name
    from people
    order by number
)

select * from house_customers
