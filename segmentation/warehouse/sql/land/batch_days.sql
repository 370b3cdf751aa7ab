-- One row per day whose bills the batch replaces
insert into batch_days by name
select
    $batch as batch_id,
    $store as store_id,
    day,
    $unnumbered_only as unnumbered_only
from covered_days
