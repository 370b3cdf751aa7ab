-- One row per line below zero that takes back a line which is void already: the same amount, one for one, and its number and day;
-- or it names as the one before a bill of which no line counts, whatever part of it went back
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
),

gone as (
    select bill_no from voided
    except
    select bill_no from judged where verdict = 'ok' and amount > 0
)

select back.line_no, back.amount
from back
left join voided on back.bill_no = voided.bill_no and back.amount = voided.amount and back.place = voided.place
where
    (voided.bill_no is not null and (back.is_named or back.day = voided.day))
    or (back.is_named and back.bill_no in (select bill_no from gone))
