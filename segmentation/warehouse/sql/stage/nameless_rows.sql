-- One row per line that names no day, bill, customer and product and is no total by its words, with what its amount comes to
-- is_last: it stands below all lines that name one of these. $stars: pattern of a first cell that marks totals.
with

known as (
    select max(row_no) as row_no
    from lines
    where
        (day is not null or date_text is not null or bill_no is not null or customer_key is not null)
        and not is_total and not coalesce(is_header, false)
)

select
    lines.row_no,
    lines.amount,
    coalesce(trim(lines.currency), '') as currency,
    coalesce(regexp_matches(lines.first_cell, $stars), false) as is_starred,
    lines.row_no > known.row_no as is_last
from lines
cross join known
where
    lines.day is null and lines.date_text is null and lines.bill_no is null and lines.customer_key is null and lines.product is null
    and not lines.is_blank and not lines.is_lone and not lines.is_total and not coalesce(lines.is_header, false)
    and (lines.row_no > known.row_no or regexp_matches(lines.first_cell, $stars))
order by lines.row_no
limit 100000
