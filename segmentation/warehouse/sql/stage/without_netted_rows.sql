-- One row per line of a bill file but for refunds on rows of their own that are off the amount of their sale already
select lines.*
from lines
left join marked on lines.marks = marked.text
where
    coalesce(lines.original_no, lines.bill_no) is null
    or not (coalesce(lines.amount < 0, false) or coalesce(marked.value = 'refund', false))
    or coalesce(lines.original_no, lines.bill_no) not in (select bill_no from refunds_on_rows where net_sales > 0)
