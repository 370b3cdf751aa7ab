-- One row per text in a column of numbers that is no plain number
select distinct text
from (
    select amount_text as text from lines
    union all select quantity_text from lines
    union all select unit_price_text from lines
    union all select tables_text from lines
    union all select covers_text from lines
    union all select cost_text from lines
    union all select refund_text from lines
    union all select stored_text from lines
    union all select gross_text from lines
    union all select discount_text from lines
) as texts
where text is not null
