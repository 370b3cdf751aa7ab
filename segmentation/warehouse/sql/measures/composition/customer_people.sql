-- One row per part of a house's sales by who the customers are, of which any came: how many, and on how many days of theirs
-- Reads placed_parts (customer_key, part): which part each is of, and members (customer_key): with $of_group only these. A day is a visit where a bill of it is not below zero.
with came as (
    select customer_key, count(*) as visits
    from visits
    where store_id = $store and visit_date > $begins_after and visit_date <= $last_day and bills > 0
        and (not $of_group or customer_key in (select customer_key from members))
    group by customer_key
),

customer_people as (
    select placed_parts.part, false as is_walk_in, count(*) as customers, cast(sum(came.visits) as bigint) as visits
    from came
    inner join customers
        on customers.store_id = $store and customers.customer_key = came.customer_key and not customers.is_walk_in
    left join placed_parts on placed_parts.customer_key = came.customer_key
    group by placed_parts.part
    order by placed_parts.part
)

select * from customer_people
