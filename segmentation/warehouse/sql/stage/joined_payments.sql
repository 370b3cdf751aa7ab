-- One row per order that was paid in one or several payments: what they come to, and the cells of the first
create or replace temp table joined_payments as
select order_no, sum(weight) as amount, arg_min(cells, line) as cells
from joined_lines_read
where order_no is not null
group by order_no
