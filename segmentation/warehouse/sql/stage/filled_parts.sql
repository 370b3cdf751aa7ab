-- One row per file: how many lines that were filled down are left out, as parts of a bill that another line holds as a whole
-- uses: stage/judged
select cast(count(*) as bigint) as lines
from judged
inner join carried on judged.line_no = coalesce(carried.line_no, carried.row_no + $first_line)
where carried.is_carried and starts_with(judged.verdict, 'skip:')
