-- One row per text in a column of numbers that is no plain number
-- all columns of a line at once: lines is a view, which would be planned anew for each of them
select distinct text
from (
    select
        unnest([
            amount_text, quantity_text, unit_price_text, tables_text, covers_text, cost_text, refund_text, stored_text, gross_text,
            discount_text
        ]) as text
    from lines
    where
        coalesce(
            amount_text, quantity_text, unit_price_text, tables_text, covers_text, cost_text, refund_text, stored_text, gross_text,
            discount_text
        ) is not null
) as texts
where text is not null
