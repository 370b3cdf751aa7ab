-- One row per place, among the cells that are kept as they are, at which some line has one of the words
-- a few thousand lines tell
with

suspect as (
    select kept
    from suspects
    where kept is not null and regexp_matches(kept, $words)
    limit 5000
),

cells as (
    select
        unnest(range(1, $columns + 1)) as place,
        unnest(string_split(kept, $cell_end)) as cell
    from suspect
)

select distinct place
from cells
where regexp_matches(cell, $words)
