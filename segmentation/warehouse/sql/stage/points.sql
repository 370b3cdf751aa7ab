-- One row per file: its amounts (prices, where $of_prices) with one point before three digits, those with another point, and what tells them apart
-- `source` is put before this by the caller: the file's cells under their canonical names
cells as (
    select case when $of_prices then unit_price else amount end as cell
    from source
),

digits as (
    select
        regexp_matches(cell, '^[^0-9]*[1-9][0-9]{0,2}\.[0-9]{3}[^0-9]*$') as is_grouped,
        regexp_matches(cell, '[0-9]\.[0-9]|^[^0-9]*\.[0-9]') as is_pointed,
        regexp_extract(cell, '[0-9]+(\.[0-9]+)?') as number
    from cells
    where regexp_matches(cell, '[1-9]')
)

select
    count(*) filter (where is_grouped) as grouped,
    count(*) filter (where is_pointed and not is_grouped) as others,
    count(*) filter (where is_grouped and ends_with(number, '0')) as tens,
    count(*) filter (where is_grouped and (ends_with(number, '00') or ends_with(number, '50'))) as fifties,
    count(*) filter (where not is_pointed and strlen(number) > 3) as long,
    coalesce(max(try_cast(number as double)) filter (where not is_pointed and strlen(number) <= 3), 0) as whole,
    coalesce(max(try_cast(number as double)) filter (where is_grouped), 0) as largest
from digits
