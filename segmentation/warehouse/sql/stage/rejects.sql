-- One row per line that could not be understood, in the order of the file
-- uses: stage/judged
select
    line_no,
    substring(verdict, 8) as reason,
    case substring(verdict, 8)
        when 'date' then date_text
        when 'too_early' then coalesce(date_text, cast(day as varchar))
        when 'future' then coalesce(date_text, cast(day as varchar))
        when 'amount' then amount_text
        when 'quantity' then quantity_text
        when 'unit_price' then unit_price_text
        when 'wrong_delimiter' then first_cell
        when 'other_encoding' then coalesce(name, customer_key)
    end as value
from judged
where
    -- what every reject is, of columns that are there without judging, so that few lines are judged; a day may become the one before
    (day_read is null or day_read <= $earliest or day_read > $latest or amount_read is null or damage <> '')
    and verdict like 'reject:%'
order by line_no
