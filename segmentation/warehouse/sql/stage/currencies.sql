-- One row per text in the currency column, with the lines and the money that carry it
-- uses: stage/judged
select
    coalesce(clean_text(currency), '') as currency,
    count(*) as lines,
    sum(file_amount) as amount
from judged
where verdict in ('ok', 'top_up')
group by coalesce(clean_text(currency), '')
order by currency
