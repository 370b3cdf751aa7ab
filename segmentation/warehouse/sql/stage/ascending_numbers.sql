-- One row per file: whether each bill number is above the one before it, so that no two lines have the same
-- whatever order the engine takes the lines in: to go up all the way proves it, and costs a fifth of counting them
with after as (
    select
        bill_no,
        lag(bill_no) over () as before
    from lines
    where bill_no is not null
)

select coalesce(bool_and(bill_no > before), true) as ascend
from after
