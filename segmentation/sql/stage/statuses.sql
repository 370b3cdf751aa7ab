-- One row per text of the status column, most frequent first
with spelled as (
    select
        coalesce(status, '') as text,
        count(*) as lines,
        sum(coalesce(amount, round(quantity * unit_price, 2))) as amount
    from lines
    where not is_blank and not is_total and not coalesce(is_header, false)
    group by coalesce(status, '')
)

select text, coalesce(clean_text(text), '') as status, lines, amount
from spelled
order by lines desc, text
