-- One row per line of a log of contacts that could not be understood, in the order of the file
-- uses: stage/judged_contacts
select
    line_no,
    substring(verdict, 8) as reason,
    case substring(verdict, 8)
        when 'date' then date_text
        when 'too_early' then date_text
        when 'future' then date_text
        when 'channel' then channel_text
        when 'outcome' then outcome_text
        when 'next_date' then next_text
        when 'next_before' then next_text
        when 'wrong_delimiter' then first_cell
        when 'other_encoding' then customer_key
    end as value
from judged_contacts
where verdict like 'reject:%'
order by line_no
