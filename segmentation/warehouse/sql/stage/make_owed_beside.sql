-- One row per bill of which another column says that a part is owed: its first line, what it comes to with that, what it comes to
-- without, and the part; where every line of a bill repeats the part, once
-- uses: stage/judged
create or replace temp table owed_beside as
with

said as (
    select
        line_no,
        bill_no,
        day,
        bills_line,
        file_amount,
        coalesce(money_in(trim(split_part(kept, $cell_end, $place)), $decimal_comma), 0) as part
    from judged
    where verdict = 'ok' and said in ('sale', 'refund', 'returned')
),

bills as (
    select
        min(line_no) as line_no,
        sum(file_amount) as paid,
        case when count(*) > 1 and min(part) = max(part) and min(file_amount) <> max(file_amount) then max(part) else sum(part) end as part
    from said
    group by bill_no, day, case when bill_no is null then coalesce(bills_line, line_no) end
)

select
    line_no,
    cast(paid + part as decimal(18, 4)) as due,
    cast(paid as decimal(18, 4)) as paid,
    true as is_owed,
    cast(part as decimal(18, 2)) as part
from bills
where part <> 0
