-- One row per line of a bill file whose amounts are the whole bill's, repeated on each line: on further lines they are 0
-- and so are refunds, unless they are those of the single items
-- uses: stage/placed_lines
select
    * replace (
        case when place > 1 then 0 else amount end as amount,
        case when place > 1 and not $refunds_of_items then 0 else refund end as refund
    ),
    case when place > 1 then amount else 0 end as repeated
from placed_lines
