-- One row per file: how many invoices carry one of $texts, and how many of them have a red one of the same buyer beside them, one for one: of just
-- as much, or of less where no other takes that much back. An invoice is what all its lines come to
-- uses: stage/judged
with

invoices as (
    select
        customer_key,
        coalesce(bill_no, cast(line_no as varchar)) as invoice,
        sum(file_amount) as amount,
        bool_or(list_contains($texts, coalesce(marks, ''))) as is_told,
        bool_and(verdict = 'skip:void') as is_void
    from judged
    where file_amount is not null and verdict not in ('skip:total', 'skip:header', 'skip:note')
    group by customer_key, invoice
),

blue as (
    select customer_key, amount, row_number() over (partition by customer_key order by amount, invoice) as place
    from invoices
    where is_told and amount > 0
),

red as (
    select customer_key, -amount as amount, row_number() over (partition by customer_key order by amount desc, invoice) as place
    from invoices
    where amount < 0 and customer_key is not null and not is_void
)

select
    cast(count(*) as bigint) as lines,
    cast(count(*) filter (where red.amount <= blue.amount) as bigint) as beside
from blue
left join red using (customer_key, place)
