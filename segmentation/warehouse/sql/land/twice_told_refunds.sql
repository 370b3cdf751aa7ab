-- One row per refund of a list that the bill itself says too: it counts once, in the bill
-- uses: land/listed_refunds, land/told_refunds
select
    listed_refunds.batch_id,
    listed_refunds.line_no,
    listed_refunds.customer_key,
    listed_refunds.bill_date as day,
    listed_refunds.refunded,
    max(told_refunds.batch_id) as told_by
from listed_refunds
inner join told_refunds
    on listed_refunds.original_no = told_refunds.bill_no
    and told_refunds.refunded in (listed_refunds.refunded, listed_refunds.of_bill)
group by all
