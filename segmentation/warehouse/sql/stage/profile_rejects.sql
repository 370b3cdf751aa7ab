-- One row per line of a profile file that could not be understood, in the order of the file
-- uses: stage/judged_profiles
select
    line_no,
    substring(verdict, 8) as reason,
    case substring(verdict, 8)
        when 'potential' then potential_text
        when 'contacts' then contacts_text
        when 'wrong_delimiter' then first_cell
        when 'other_encoding' then coalesce(name, customer_key)
    end as value
from judged_profiles
where verdict like 'reject:%'
order by line_no
