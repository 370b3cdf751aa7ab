-- One row per bill with nothing paid though it came to something, and where $in_part per bill of one line with less: its first line,
-- what is due, what was paid, and whether it is said to be owed or paid from a card; there also returns of which nothing was paid out.
-- What is said to be free is left out.
-- uses: stage/judged
with

bills as (
    select
        min(line_no) as line_no,
        case when not $of_items and min(gross) = max(gross) then max(gross) else sum(gross) end
        - coalesce(
            case when not $of_items and min(discount) = max(discount) then max(abs(discount)) else sum(abs(discount)) end, 0
        ) as due,
        sum(file_amount) as paid,
        coalesce(bool_or(regexp_matches(concat(payment_method, marks), $owed_words)), false) as is_owed,
        coalesce(bool_or(regexp_matches(concat(payment_method, marks), $free_words)), false) as is_free
    from judged
    where verdict = 'ok' and meaning = 'sale'
    group by bill_no, day, case when bill_no is null then coalesce(bills_line, line_no) end
    having
        (min(file_amount) = 0 and max(file_amount) = 0)
        or ($in_part and count(*) = 1 and min(file_amount) >= 0 and min(file_amount) < min(gross) - coalesce(min(abs(discount)), 0))
)

select line_no, cast(due as decimal(18, 4)) as due, cast(paid as decimal(18, 4)) as paid, is_owed
from bills
where (due > paid or ($in_part and due < 0 and paid = 0)) and not is_free
