-- One row per file of customers beside a file of orders: the orders, those that find their customer, how many numbers of customers
-- they carry, and how many people these are
select
    count(*) as orders,
    count(customers.order_no) as found,
    count(distinct orders.cells[$own]) as numbers,
    count(distinct customers.cells[$person]) as people
from joined_orders as orders
left join (
    select order_no, any_value(cells) as cells
    from joined_customers
    group by order_no
) as customers on clean_id(orders.cells[$own]) = customers.order_no
