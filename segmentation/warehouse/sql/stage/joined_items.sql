-- One row per line of an order, with the part of its order's money that it has: from before to upto, of whole
-- What was sent back (a price below zero) gets no share; where no line of the order has a price, the lines share evenly.
create or replace temp table joined_items as
with

priced as (
    select
        order_no,
        line,
        cells,
        greatest(coalesce(weight, 0), 0) as weight
    from joined_lines_read
    where order_no is not null
),

weighed as (
    select
        *,
        row_number() over (partition by order_no order by line) as place,
        count(*) over (partition by order_no) as lines,
        sum(weight) over (partition by order_no) as weights,
        sum(weight) over (partition by order_no order by line) as weights_upto
    from priced
)

select
    order_no,
    line,
    place,
    cells,
    case when weights = 0 then place - 1 else weights_upto - weight end as before,
    case when weights = 0 then place else weights_upto end as upto,
    case when weights = 0 then lines else weights end as whole
from weighed
