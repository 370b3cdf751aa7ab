-- One row per line of a bill file, with the number of the bill that it takes back; $place is that of the number among the kept cells
select
    lines.* replace (clean_id(nullif(nullif(trim(split_part(kept, $cell_end, $place)), ''), '0')) as original_no)
from lines
