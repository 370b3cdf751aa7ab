-- One row per file: lines that hold a customer and nothing else, and dated lines with and without a customer of their own
select
    count(*) filter (where is_lone and customer_key is not null) as heads,
    count(*) filter (where not is_lone and day is not null and customer_key is not null) as named,
    count(*) filter (where not is_lone and day is not null and customer_key is null) as nameless
from lines
