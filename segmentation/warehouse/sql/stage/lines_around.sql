-- One row per line from one line of a bill file to another, blank ones left out
select
    row_no,
    coalesce(line_no, row_no + $first_line) as line_no,
    is_lone,
    first_cell
from lines
where row_no between $first and $last and not is_blank
order by row_no
