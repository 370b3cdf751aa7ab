-- One row per line of a file of stock, with the verdict on it
-- A product may lie in several stores of the house: its rows of a month are added, and told where they are several.
with

spelled as (
    select
        coalesce(lines.line_no, lines.row_no + $first_line) as line_no,
        lines.first_cell,
        lines.is_lone,
        lines.damage,
        lines.product,
        lines.month_text,
        lines.amount_text,
        month_spellings.day as month,
        amount_spellings.value as amount
    from lines
    left join month_spellings on lines.month_text = month_spellings.text
    left join amount_spellings on lines.amount_text = amount_spellings.text
    where not (lines.is_lone and lines.first_cell is null)
),

judged as (
    select
        *,
        case
            when regexp_matches(first_cell, $total_line) or regexp_matches(coalesce(product, ''), $total_line) then 'skip:total'
            when first_cell = $first_header then 'skip:header'
            when damage <> '' then 'reject:' || damage
            when is_lone then 'skip:note'
            when product is null and month is null then 'skip:note'
            when product is null then 'reject:product_missing'
            when month_text is null then 'reject:month_missing'
            when month is null then 'reject:month'
            when month < $earliest then 'reject:month_too_early'
            when month > $latest then 'reject:month_ahead'
            when amount_text is null then 'reject:stock_missing'
            when amount is null or amount < 0 then 'reject:stock'
            else 'ok'
        end as verdict
    from spelled
)

select
    *,
    row_number() over (partition by verdict, product, month order by line_no) as place
from judged
