-- One row per file: its bills, its walk-ins' bills and its customers
select
    count(*) as bills,
    count(*) filter (where customer_key is null or list_contains($walk_in, lower(customer_key))) as walk_in_bills,
    count(distinct customer_key) filter (where not list_contains($walk_in, lower(customer_key))) as customers
from staged_bills
