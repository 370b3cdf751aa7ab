-- One row per line of a list of refunds, given to the customer of the bill that it refunds, where the store has that bill; one that came to nothing needs none
with

sales as (
    select bill_no, min(coalesce(own_key, customer_key)) as customer_key
    from bills
    where store_id = $store and replaced_by is null and amount >= 0 and bill_no in (select original_no from lines)
    group by bill_no
    having count(distinct coalesce(own_key, customer_key)) <= 1 -- where numbers start again, nobody knows which
)

select
    lines.* replace (coalesce(sales.customer_key, lines.customer_key) as customer_key),
    sales.bill_no is not null
    or lines.is_blank
    or coalesce(lines.amount, 0) = 0
    or coalesce(marked.value in ('void', 'unpaid'), false) as is_found
from lines
left join sales on lines.original_no = sales.bill_no
left join marked on lines.marks = marked.text
