-- One row per text in the currency column, or sign of one beside the amount where there is none, with the lines and the money that carry it
-- uses: stage/judged
select
    coalesce(clean_text(currency), currency_sign(amount_text), '') as currency,
    count(*) as lines,
    sum(file_amount) as amount
from judged
where verdict in ('ok', 'top_up')
group by coalesce(clean_text(currency), currency_sign(amount_text), '')
order by currency
