-- One row per line that names no customer, and by its number another bill; $place is that of the number among the kept cells
create or replace temp table named as
select
    row_no,
    clean_id(split_part(kept, $cell_end, $place)) as named_no
from lines
where
    (customer_key is null or is_walk_in_word($walk_in, $walk_in_starts, name))
    and trim(split_part(kept, $cell_end, $place)) not in ('', '0')
