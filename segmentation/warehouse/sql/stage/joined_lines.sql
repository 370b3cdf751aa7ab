-- One row per line of the table that a file of orders makes with the lines beside it: an order with its first line, then the
-- further lines of all orders, numbered from $step on; each with the part of its order's money that it has
select
    case when coalesce(items.place, 1) = 1 then orders.line else $step + items.line end as line,
    orders.damage,
    orders.cells as order_cells,
    payments.amount as paid,
    payments.refunded,
    payments.cells as payment_cells,
    items.cells as item_cells,
    coalesce(items.before, 0) as before,
    coalesce(items.upto, 1) as upto,
    coalesce(items.whole, 1) as whole
from joined_orders as orders
left join first_orders on orders.order_no = first_orders.order_no and orders.line = first_orders.line
left join joined_payments as payments on first_orders.order_no = payments.order_no
left join joined_items as items on first_orders.order_no = items.order_no
order by line
