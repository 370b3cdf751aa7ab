-- One row per line of a file of monthly totals that could not be understood, in the order of the file
-- uses: stage/judged_totals
-- A total that is too small is given with the customers' own bills that it is smaller than.
select
    line_no,
    substring(verdict, 8) as reason,
    case substring(verdict, 8)
        when 'month' then month_text
        when 'month_too_early' then month_text
        when 'month_twice' then month_text
        when 'total' then total_text
        when 'total_too_small' then cast(total as varchar) || ' < ' || cast(own as varchar)
        when 'wrong_delimiter' then first_cell
        when 'other_encoding' then first_cell
    end as value
from judged_totals
where verdict like 'reject:%'
order by line_no
