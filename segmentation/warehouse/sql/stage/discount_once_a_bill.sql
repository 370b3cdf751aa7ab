-- One row per line of a bill file whose discounts are the whole bill's, repeated on each line: on further lines they are 0
-- uses: stage/placed_lines
select * replace (case when place > 1 then 0 else discount end as discount)
from placed_lines
