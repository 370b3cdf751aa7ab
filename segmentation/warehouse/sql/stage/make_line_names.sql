-- One row per bill or top-up of a key that has several names in the file: its first name, on the line by which it is known
-- uses: stage/judged
create or replace temp table line_names as
with

several as (
    select customer_key
    from who
    group by customer_key
    having count(distinct name) > 1
),

said as (
    select judged.bill_no, judged.day, judged.customer_key, judged.line_no, judged.bills_line, judged.name, judged.verdict
    from judged
    inner join several on several.customer_key = judged.customer_key
    where judged.verdict in ('ok', 'top_up')
),

line_names as (
    select min(line_no) as line_no, min_by(name, line_no) as name
    from said
    where verdict = 'ok' and bill_no is not null
    group by bill_no, day, customer_key
    union all
    select coalesce(bills_line, line_no) as line_no, min_by(name, line_no) as name
    from said
    where verdict = 'ok' and bill_no is null
    group by coalesce(bills_line, line_no), day, customer_key
    union all
    select line_no, min(name) as name
    from said
    where verdict = 'top_up'
    group by line_no
)

select line_no, name
from line_names
where name is not null
