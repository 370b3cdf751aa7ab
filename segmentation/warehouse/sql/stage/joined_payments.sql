-- One row per order that was paid in one or several payments: what they come to, what of it went back by the cells at $refund (0: no
-- such), and the cells of the first
create or replace temp table joined_payments as
select
    order_no,
    sum(weight) as amount,
    sum(abs(try_cast(nullif(regexp_replace(cells[$refund], '[^0-9.-]', '', 'g'), '') as decimal(18, 4)))) as refunded,
    arg_min(cells, line) as cells
from joined_lines_read
where order_no is not null
group by order_no
