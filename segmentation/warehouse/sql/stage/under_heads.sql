-- One row per line of a bill file in which customers head their bills: each line below takes the customer of the head above it
select lines.* replace (
    case when is_lone then customer_key else coalesce(customer_key, last_value(case when is_lone then customer_key end ignore nulls) over above) end as customer_key,
    case when is_lone then customer_code else coalesce(customer_code, last_value(case when is_lone then customer_code end ignore nulls) over above) end as customer_code,
    case when is_lone then phone else coalesce(phone, last_value(case when is_lone then phone end ignore nulls) over above) end as phone,
    case when is_lone then name else coalesce(name, last_value(case when is_lone then name end ignore nulls) over above) end as name
)
from lines
window above as (order by row_no rows unbounded preceding)
