-- One row per line of a bill file; a refund that the amount of its own row is already, below zero, is 0 beside it
select
    lines.* replace (
        case when lines.amount < 0 and abs(lines.refund) = -lines.amount then cast(0 as decimal(18, 4)) else lines.refund end as refund
    )
from lines
