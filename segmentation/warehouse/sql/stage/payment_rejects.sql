-- One row per line of a file of payments that could not be understood, in the order of the file
-- uses: stage/judged_payments
select
    line_no,
    substring(verdict, 8) as reason,
    case substring(verdict, 8)
        when 'date' then date_text
        when 'too_early' then date_text
        when 'future' then date_text
        when 'payment' then amount_text
        when 'due' then due_text
        when 'wrong_delimiter' then first_cell
        when 'other_encoding' then customer_key
    end as value
from judged_payments
where verdict like 'reject:%'
order by line_no
