-- One row per file beside a file of orders: its lines, those that find their order, what the others come to by their own prices;
-- the orders that it names and those of them that are there; the orders without a line; and whether both lie on the same days
with

lines as (
    select
        beside.*,
        first_orders.order_no is not null as is_found,
        abs(date_diff('day', first_orders.day, beside.day)) as days_apart
    from joined_lines_read as beside
    left join first_orders on beside.order_no = first_orders.order_no
)

select
    count(*) as lines,
    count(*) filter (where is_found) as found,
    coalesce(sum(weight) filter (where not is_found), 0) as left_amount,
    count(distinct order_no) as orders,
    count(distinct order_no) filter (where is_found) as orders_found,
    (select count(*) from first_orders where order_no not in (select order_no from lines where is_found)) as orders_without,
    count(days_apart) as dated,
    count(*) filter (where days_apart <= $near) as near
from lines
