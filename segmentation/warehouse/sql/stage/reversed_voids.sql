-- One row per line below zero that takes back a line which is void already: the same amount, one for one, and its number and day,
-- or the number that the line names as the one before
-- uses: stage/judged
with

voided as (
    select
        bill_no,
        day,
        file_amount as amount,
        row_number() over (partition by bill_no, file_amount order by line_no) as place
    from judged
    where verdict = 'skip:void' and meaning = 'void' and file_amount > 0 and bill_no is not null
),

back as (
    select
        line_no,
        coalesce(original_no, bill_no) as bill_no,
        original_no is not null as is_named,
        day,
        -amount as amount,
        row_number() over (partition by coalesce(original_no, bill_no), amount order by line_no) as place
    from judged
    where verdict = 'ok' and amount < 0 and coalesce(original_no, bill_no) is not null
)

select back.line_no, back.amount
from back
inner join voided using (bill_no, amount, place)
where back.is_named or back.day = voided.day
