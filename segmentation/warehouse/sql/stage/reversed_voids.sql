-- One row per line below zero that takes back a line which is void already: the same number and day, the same amount, one for one
-- uses: stage/judged
with

voided as (
    select
        bill_no,
        day,
        file_amount as amount,
        row_number() over (partition by bill_no, day, file_amount order by line_no) as place
    from judged
    where verdict = 'skip:void' and meaning = 'void' and file_amount > 0 and bill_no is not null
),

back as (
    select
        line_no,
        bill_no,
        day,
        -amount as amount,
        row_number() over (partition by bill_no, day, amount order by line_no) as place
    from judged
    where verdict = 'ok' and amount < 0 and bill_no is not null
)

select back.line_no, back.amount
from back
inner join voided using (bill_no, day, amount, place)
