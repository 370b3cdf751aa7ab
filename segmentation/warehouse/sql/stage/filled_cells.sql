-- One row per file: the filled cells of one of the columns kept as they are
select count(*) as filled
from lines
where kept is not null and trim(string_split(kept, $cell_end)[$place]) <> ''
