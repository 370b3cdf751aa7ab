-- One row per file: lines with an amount that say neither day nor customer (blank) and their money, those that say the customer and no
-- day (undated), and all that say one (named)
select
    count(case when is_blank_name then 1 end) as blank,
    coalesce(sum(case when is_blank_name then amount end), 0) as amount,
    count(case when customer_key is not null and is_undated then 1 end) as undated,
    count(customer_key) as named
from (
    select
        customer_key,
        amount,
        day is null and date_text is null as is_undated,
        day is null and date_text is null and customer_key is null and amount <> 0 and (product is not null or says_more)
        and not coalesce(is_walk_in_word($walk_in, $walk_in_starts, name), false) as is_blank_name
    from lines
    where not is_blank and not is_lone and not is_total and not coalesce(is_header, false)
) as told
