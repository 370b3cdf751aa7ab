-- One row per line below zero that takes back a line which is void already: the same amount, one for one, and its number and day;
-- or it names as the one before a bill of which no line counts, whatever part of it went back; or it stands below the void line
-- under a number of its own, as accounting writes it: the customer, the day and the amount are the same, one for one, and no sale
-- that counts is his of that amount
-- Few lines are void or below zero: these are kept in memory, and of the others only those that meet one of them.
-- uses: stage/judged
with

counted as materialized (
    select
        line_no,
        coalesce(original_no, judged.bill_no) as bill_no,
        judged.bill_no as own_no,
        original_no is not null as is_named,
        customer_key,
        day,
        amount,
        file_amount,
        verdict,
        meaning
    from judged
    where verdict = 'skip:void' or (verdict = 'ok' and amount < 0)
),

voided as (
    select
        line_no,
        own_no as bill_no,
        customer_key,
        day,
        file_amount as amount,
        row_number() over (partition by own_no, file_amount order by line_no) as place,
        row_number() over (partition by customer_key, day, file_amount order by line_no) as place_of_day
    from counted
    where verdict = 'skip:void' and meaning = 'void' and file_amount > 0 and own_no is not null
),

back as (
    select
        line_no,
        bill_no,
        is_named,
        day,
        customer_key,
        -amount as amount,
        row_number() over (partition by bill_no, amount order by line_no) as place,
        row_number() over (partition by is_named, customer_key, day, amount order by line_no) as place_of_day
    from counted
    where verdict = 'ok' and amount < 0 and bill_no is not null
),

sold as materialized (
    select bill_no, customer_key, amount
    from judged
    where
        verdict = 'ok' and amount > 0
        and (
            bill_no in (select bill_no from voided union all select bill_no from back)
            or (customer_key, amount) in (select (customer_key, amount) from back where customer_key is not null)
        )
),

gone as (
    select bill_no from voided
    except
    select bill_no from sold
),

beside as (
    select back.line_no
    from back
    inner join voided using (customer_key, day, amount, place_of_day)
    where
        not back.is_named
        and back.line_no > voided.line_no
        and back.bill_no not in (select bill_no from voided)
        and back.bill_no not in (select bill_no from sold where bill_no is not null)
        and (back.customer_key, back.amount) not in (select (customer_key, amount) from sold where customer_key is not null)
)

select back.line_no, back.amount
from back
left join voided on back.bill_no = voided.bill_no and back.amount = voided.amount and back.place = voided.place
where
    (voided.bill_no is not null and (back.is_named or back.day = voided.day))
    or (back.is_named and back.bill_no in (select bill_no from gone))
    or back.line_no in (select line_no from beside)
