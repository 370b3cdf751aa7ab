-- One row per line of a file of ratings and criterion that it may rate
-- criteria: the columns of scores with the criterion that heads each, or one row of nulls where the file has a column of criteria
create or replace temp table rating_cells as
select
    coalesce(lines.line_no, lines.row_no + $first_line) as line_no,
    lines.customer_key,
    lines.customer_code,
    lines.phone,
    lines.names_walk_in,
    lines.first_cell,
    lines.is_lone,
    lines.damage,
    lines.date_text,
    criteria.place,
    coalesce(criteria.criterion, lines.criterion_text) as criterion_text,
    case when criteria.place is null then lines.score_text else clean_text(lines.cells[criteria.place + 1]) end as score_text
from lines
cross join criteria
where not (lines.is_lone and lines.first_cell is null)
