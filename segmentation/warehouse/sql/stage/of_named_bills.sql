-- One row per line of a bill file; a line that names no customer, and by number the bill that it takes back, has the customer of that bill
-- $place is that of the number among the kept cells. Where numbers start again and stand for several customers nobody knows whose it is.
with

named as (
    select
        *,
        case
            when customer_key is null or is_walk_in_word($walk_in, $walk_in_starts, name)
                then clean_id(split_part(kept, $cell_end, $place))
        end as named_no
    from lines
),

own as (
    select bill_no, min(customer_key) as customer_key
    from lines
    where bill_no in (select named_no from named) and customer_key is not null and coalesce(amount, 0) >= 0
    group by bill_no
    having count(distinct customer_key) = 1
),

there as (
    select bill_no, min(customer_key) as customer_key
    from bills
    where
        store_id = $store
        and replaced_by is null
        and amount >= 0
        and bill_no in (select named_no from named)
        and customer_key is not null
    group by bill_no
    having count(distinct customer_key) = 1
)

select
    named.* exclude (named_no) replace (
        coalesce(own.customer_key, there.customer_key, named.customer_key) as customer_key,
        case when coalesce(own.customer_key, there.customer_key) is null then named.name end as name
    )
from named
left join own on named.named_no = own.bill_no
left join there on named.named_no = there.bill_no
