-- One row per accepted line with a product
-- uses: stage/judged
insert into bill_lines by name
select
    $store as store_id,
    $batch as batch_id,
    coalesce(staged_bills.line_no, judged.bills_line, judged.line_no) as bill_line_no,
    judged.product,
    judged.category,
    judged.quantity,
    cast(round(judged.amount, 2) as decimal(18, 2)) as amount,
    judged.cost
from judged
left join staged_bills
    on judged.bill_no = staged_bills.bill_no
    and judged.day = staged_bills.bill_date
    and judged.customer_key is not distinct from staged_bills.customer_key
where judged.verdict = 'ok'
