-- One row per accepted line, in the order of the file
-- uses: stage/judged
select line_no
from judged
where verdict = 'ok'
order by line_no
