-- One row per accepted line with a product of a file whose amounts are the bills': with what the line costs by itself
-- Reads own_spellings (text, value): what the cells at $own_place of the kept ones say; else it is price × quantity, null where
-- nothing says it. What went back of the line itself is off it.
-- uses: stage/judged
insert into bill_lines by name
with own as (
    select
        judged.*,
        coalesce(own_spellings.value, cast(round(cast(judged.quantity as decimal(38, 4)) * judged.unit_price, 4) as decimal(18, 4))) as own
    from judged
    left join own_spellings on own_spellings.text = trim(split_part(judged.kept, $cell_end, $own_place))
    where judged.verdict = 'ok'
)

select
    $store as store_id,
    $batch as batch_id,
    coalesce(staged_bills.line_no, own.bills_line, own.line_no) as bill_line_no,
    own.product,
    own.category,
    own.quantity,
    cast(round(
        case when own.meaning = 'refund' then -abs(own.own) else own.own end
        - case
            when own.meaning = 'sale' and $nets_refunds and $refunds_of_lines and not $refund_once then abs(coalesce(own.refund, 0))
            else 0
        end, 2
    ) as decimal(18, 2)) as amount,
    own.cost
from own
left join staged_bills
    on own.bill_no = staged_bills.bill_no
    and own.day = staged_bills.bill_date
    and own.customer_key is not distinct from staged_bills.customer_key
