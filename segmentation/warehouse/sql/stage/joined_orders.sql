-- One row per order number of a file of orders: the first row that carries it is the one to which lines of another file belong
create or replace temp table first_orders as
select order_no, min(line) as line, any_value(day) as day
from joined_orders
where order_no is not null
group by order_no
