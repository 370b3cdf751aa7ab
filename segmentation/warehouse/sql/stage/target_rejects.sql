-- One row per line of a file of targets that could not be understood, in the order of the file
-- uses: stage/judged_targets
select
    line_no,
    substring(verdict, 8) as reason,
    case substring(verdict, 8)
        when 'month' then month_text
        when 'tier' then tier_text
        when 'customers' then customers_text
        when 'frequency' then frequency_text
        when 'standard' then standard_text
        when 'house_target' then house_target_text
        when 'house_profit' then house_profit_text
        when 'row_twice' then tier_text
        when 'wrong_delimiter' then first_cell
        when 'other_encoding' then first_cell
    end as value
from judged_targets
where verdict like 'reject:%'
order by line_no
