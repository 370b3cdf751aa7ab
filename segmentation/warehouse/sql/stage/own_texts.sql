-- One row per text that a kept cell of the accepted lines says; $place is its place among them
-- uses: stage/judged
select distinct trim(split_part(kept, $cell_end, $place)) as own_text
from judged
where verdict = 'ok' and trim(split_part(kept, $cell_end, $place)) <> ''
