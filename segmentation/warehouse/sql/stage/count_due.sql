-- One row per line of a bill file; the first line of a bill on account carries what is due
select lines.* replace (coalesce(owed.due, lines.amount) as amount)
from lines
left join owed on coalesce(lines.line_no, lines.row_no + $first_line) = owed.line_no
