-- One row per line of a red invoice that takes back a blue one which does not count already: the same buyer and amount, one for one
-- An invoice is what all its lines come to
-- uses: stage/judged
with

invoices as (
    select
        customer_key,
        coalesce(bill_no, cast(line_no as varchar)) as invoice,
        sum(file_amount) as amount,
        min(line_no) as line_no,
        bool_and(verdict = 'skip:void' and coalesce(regexp_matches(marks, $taken_back), false)) as is_void,
        bool_and(verdict = 'ok') as is_counted
    from judged
    where customer_key is not null and verdict in ('ok', 'skip:void')
    group by customer_key, invoice
),

voided as (
    select customer_key, amount, row_number() over (partition by customer_key, amount order by line_no) as place
    from invoices
    where is_void and amount > 0
),

back as (
    select invoice, customer_key, -amount as amount, row_number() over (partition by customer_key, amount order by line_no) as place
    from invoices
    where is_counted and amount < 0
)

select judged.line_no, -judged.amount as amount
from back
inner join voided using (customer_key, amount, place)
inner join judged
    on coalesce(judged.bill_no, cast(judged.line_no as varchar)) = back.invoice
    and judged.customer_key = back.customer_key
    and judged.verdict = 'ok'
