-- One row per text of digits, as long as a number of identity or of a bank card, and column among those kept as they are
-- A few thousand lines tell what a column holds.
with

suspect as (
    select kept
    from suspects
    where kept is not null and regexp_matches(kept, $digits)
    limit 5000
),

cells as (
    select
        unnest(range(1, $columns + 1)) as place,
        trim(unnest(string_split(kept, $cell_end))) as cell
    from suspect
)

select place, cell
from cells
where regexp_full_match(cell, $digits_only)
