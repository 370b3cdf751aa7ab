-- One row per red invoice that takes back a blue one which does not count already: the same buyer and amount, one for one
-- uses: stage/judged
with

voided as (
    select customer_key, file_amount as amount, row_number() over (partition by customer_key, file_amount order by line_no) as place
    from judged
    where verdict = 'skip:void' and file_amount > 0 and customer_key is not null and regexp_matches(marks, $taken_back)
),

back as (
    select line_no, customer_key, -amount as amount, row_number() over (partition by customer_key, amount order by line_no) as place
    from judged
    where verdict = 'ok' and amount < 0 and customer_key is not null
)

select back.line_no, back.amount
from back
inner join voided using (customer_key, amount, place)
