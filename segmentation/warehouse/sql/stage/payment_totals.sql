-- One row per file of payments: what lands of it, and of whom
-- uses: stage/judged_payments
with told as (
    select
        customer_key,
        amount,
        customer_key in (
            select customer_key from customers where store_id = $store
            union all
            select own_key from same_people where store_id = $store
        ) as is_there
    from judged_payments
    where verdict = 'ok'
)

select
    count(*) as payments,
    count(distinct customer_key) as customers,
    count(*) filter (where not is_there) as strangers,
    coalesce(sum(amount) filter (where not is_there), 0) as strange_amount
from told
