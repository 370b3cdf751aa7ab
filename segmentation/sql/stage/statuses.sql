-- One row per text of the status column, most frequent first
select
    coalesce(status, '') as text,
    coalesce(clean_text(status), '') as status,
    count(*) as lines,
    sum(coalesce(amount, round(quantity * unit_price, 2))) as amount
from lines
where not (is_lone and nullif(trim(first_cell), '') is null) and not is_total and not coalesce(is_header, false)
group by coalesce(status, ''), coalesce(clean_text(status), '')
order by lines desc, text
