-- One row per file: what the kept cells at $place come to, lines of totals aside
-- Reads beside_total (text, value): the spellings of these cells.
select coalesce(sum(beside_total.value), 0) as amount
from lines
inner join beside_total on nullif(trim(split_part(lines.kept, $cell_end, $place)), '') = beside_total.text
where
    not lines.is_total
    and (
        lines.day is not null
        or not coalesce(regexp_matches(clean_text(lines.first_cell), $total_line) or regexp_matches(lines.date_text, $total_line), false)
    )
