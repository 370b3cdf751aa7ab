-- One row per number of a bill and refund beside its sale that a row of its own takes off as well, or several together
-- Reads marked (text, value): what the values that say how a line counts mean together.
with

refunds as (
    select
        coalesce(lines.original_no, lines.bill_no) as bill_no, -- that of the sale, where the row names it
        abs(case when lines.refund <> 0 then lines.refund else lines.amount end) as refunded
    from lines
    left join marked on lines.marks = marked.text
    where coalesce(lines.original_no, lines.bill_no) is not null and (lines.amount < 0 or marked.value = 'refund')
),

on_rows as (
    select bill_no, refunded from refunds
    union
    select bill_no, sum(refunded) as refunded from refunds group by bill_no
)

select
    lines.bill_no,
    abs(lines.refund) as refunded,
    count(*) as sales,
    -- the amount is what is left of the whole bill already
    count(*) filter (where abs(lines.gross - abs(lines.refund) - coalesce(abs(lines.discount), 0) - lines.amount) < 0.01) as net_sales
from lines
inner join on_rows on lines.bill_no = on_rows.bill_no and abs(lines.refund) = on_rows.refunded
left join marked on lines.marks = marked.text
where lines.amount > 0 and lines.refund <> 0 and coalesce(marked.value, 'sale') <> 'refund'
group by lines.bill_no, abs(lines.refund)
