-- One row per file: the customer key on most of its accepted lines that name a customer, walk-ins not among them
with counted as (
    select
        customer_key,
        any_value(name) as name,
        cast(sum(lines) as bigint) as lines
    from who
    where not is_among($walk_in, folded(customer_key))
    group by customer_key
)

select
    arg_max(coalesce(name, customer_key), lines) as name,
    max(lines) as lines,
    cast(sum(lines) as bigint) as all_lines,
    count(*) as customers
from counted
