-- One row per bill or top-up of a key that has several names in the file
insert into bill_names by name
select
    $store as store_id,
    $batch as batch_id,
    line_no,
    name
from line_names
