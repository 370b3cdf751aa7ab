-- One row per line that says more than the canonical columns hold, in a file whose lines are bills of their own
-- Lines that land no bill are kept too: to judge them again would cost more than they weigh.
insert into bill_cells by name
select
    $store as store_id,
    $batch as batch_id,
    coalesce(line_no, row_no + $first_line) as line_no,
    $batch as headers_of,
    kept as cells
from lines
where kept is not null
