-- One row per line of a bill file; a line that names no customer, and by number the bill that it takes back, has the customer of that bill
-- Reads named (row_no, named_no). Where numbers start again and stand for several customers nobody knows whose it is.
with

own as (
    select bill_no, min(customer_key) as customer_key
    from lines
    where bill_no in (select named_no from named) and customer_key is not null and coalesce(amount, 0) >= 0
    group by bill_no
    having count(distinct customer_key) = 1
),

there as (
    select bill_no, min(coalesce(own_key, customer_key)) as customer_key
    from bills
    where
        store_id = $store
        and replaced_by is null
        and amount >= 0
        and bill_no in (select named_no from named)
        and customer_key is not null
    group by bill_no
    having count(distinct coalesce(own_key, customer_key)) = 1
)

select
    lines.* replace (
        coalesce(own.customer_key, there.customer_key, lines.customer_key) as customer_key,
        case when coalesce(own.customer_key, there.customer_key) is null then lines.name end as name
    )
from lines
left join named on lines.row_no = named.row_no
left join own on named.named_no = own.bill_no
left join there on named.named_no = there.bill_no
