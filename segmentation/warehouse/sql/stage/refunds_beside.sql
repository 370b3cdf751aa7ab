-- One row per file: sales with a refund beside them, those whose amount is less than the refund, and those whose amount is what is
-- left of the amount before discounts, or of what is due after them, and is not the whole of one of these as well
-- Where the amount of a bill stands on its first line alone, that is what a refund on another line goes off.
-- uses: stage/judged
with

beside as (
    select
        bill_no,
        file_amount,
        abs(refund) as refunded,
        gross,
        gross - coalesce(abs(discount), 0) as discounted,
        bill_no is not null and file_amount = 0 and ($of_bills or line_no in (select line_no from further_lines)) as is_further
    from judged
    where refund <> 0 and (said = 'sale' or (said = 'returned' and (abs(refund) < file_amount or file_amount = 0)))
),

bills as (
    select bill_no, sum(file_amount) as amount
    from judged
    where bill_no in (select bill_no from beside where is_further) and said in ('sale', 'returned')
    group by bill_no
)

select
    count(*) as refunded,
    count(*) filter (where file_amount >= 0 and coalesce(bills.amount, file_amount) < refunded) as less,
    count(*) filter (
        where least(abs(gross - refunded - file_amount), abs(discounted - refunded - file_amount)) < 0.01
        and least(abs(gross - file_amount), abs(discounted - file_amount)) >= 0.01
    ) as what_is_left
from beside
left join bills on bills.bill_no = beside.bill_no and beside.is_further
