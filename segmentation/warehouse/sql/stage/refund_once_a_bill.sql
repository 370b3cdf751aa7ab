-- One row per line of a bill file whose refunds are the whole bill's, repeated on each line: on further lines they are 0
-- uses: stage/placed_lines
select * replace (case when place > 1 then 0 else refund end as refund)
from placed_lines
