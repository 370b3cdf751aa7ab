-- One row per line of a bill file; a refund that a row of its own takes off is 0 beside the sale
select
    lines.* replace (
        case when refunds_on_rows.bill_no is not null and lines.amount > 0 then cast(0 as decimal(18, 4)) else lines.refund end as refund
    )
from lines
left join refunds_on_rows on lines.bill_no = refunds_on_rows.bill_no and abs(lines.refund) = refunds_on_rows.refunded
