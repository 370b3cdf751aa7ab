-- One row per line below zero that takes back a line which is void already: the same amount, one for one, and its number and day;
-- or it names as the one before a bill of which no line counts, whatever part of it went back; or it stands below the void line
-- under a number of its own, as accounting writes it: the customer, the day and the amount are the same, one for one, and no sale
-- that counts is his of that amount
-- uses: stage/judged
with

voided as (
    select
        line_no,
        bill_no,
        customer_key,
        day,
        file_amount as amount,
        row_number() over (partition by bill_no, file_amount order by line_no) as place,
        row_number() over (partition by customer_key, day, file_amount order by line_no) as place_of_day
    from judged
    where verdict = 'skip:void' and meaning = 'void' and file_amount > 0 and bill_no is not null
),

back as (
    select
        line_no,
        coalesce(original_no, bill_no) as bill_no,
        original_no is not null as is_named,
        day,
        customer_key,
        -amount as amount,
        row_number() over (partition by coalesce(original_no, bill_no), amount order by line_no) as place,
        row_number() over (partition by original_no is null, customer_key, day, amount order by line_no) as place_of_day
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
left join voided as beside
    on not back.is_named and back.customer_key = beside.customer_key and back.day = beside.day and back.amount = beside.amount
    and back.place_of_day = beside.place_of_day and back.line_no > beside.line_no
    and back.bill_no not in (select bill_no from judged where file_amount > 0 and bill_no is not null)
    and not exists (
        select 1
        from judged as sales
        where sales.verdict = 'ok' and sales.customer_key = back.customer_key and sales.amount = back.amount
    )
where
    (voided.bill_no is not null and (back.is_named or back.day = voided.day))
    or (back.is_named and back.bill_no in (select bill_no from gone))
    or beside.line_no is not null
