-- One row per line of a file of stock that could not be understood, in the order of the file
-- uses: stage/judged_stock
select
    line_no,
    substring(verdict, 8) as reason,
    case substring(verdict, 8)
        when 'month' then month_text
        when 'month_too_early' then month_text
        when 'month_ahead' then month_text
        when 'stock' then amount_text
        when 'wrong_delimiter' then first_cell
        when 'other_encoding' then first_cell
    end as value
from judged_stock
where verdict like 'reject:%'
order by line_no
