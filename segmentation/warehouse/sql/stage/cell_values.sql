-- One row per text at one place among the cells that are kept as they are, at the most so many
select distinct trim(split_part(kept, $cell_end, $place)) as cell
from lines
where kept is not null and trim(split_part(kept, $cell_end, $place)) <> ''
limit $most
