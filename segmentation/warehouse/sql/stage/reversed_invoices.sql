-- One row per file: how many invoices carry one of $texts, and how many of them have a red one of the same buyer beside them, one for one: of just
-- as much, or of less where no other takes that much back
-- uses: stage/judged
with

blue as (
    select customer_key, file_amount as amount, row_number() over (partition by customer_key order by file_amount, line_no) as place
    from judged
    where list_contains($texts, coalesce(marks, '')) and file_amount > 0 and verdict not in ('skip:total', 'skip:header', 'skip:note')
),

red as (
    select customer_key, -file_amount as amount, row_number() over (partition by customer_key order by file_amount desc, line_no) as place
    from judged
    where file_amount < 0 and customer_key is not null and verdict not in ('skip:total', 'skip:header', 'skip:note', 'skip:void')
)

select
    cast(count(*) as bigint) as lines,
    cast(count(*) filter (where red.amount <= blue.amount) as bigint) as beside
from blue
left join red using (customer_key, place)
