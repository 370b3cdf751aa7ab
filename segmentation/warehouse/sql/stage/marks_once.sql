-- One row per combination of values that say how a line counts, where the total of a bill stands on each of its lines and counts on
-- the first: what is due of a bill, and stands on each of its lines too, is due once
-- uses: stage/judged
with

bills as (
    select
        coalesce(marks, '') as text,
        count(*) as lines,
        sum(file_amount) as amount,
        count(*) filter (where file_amount > 0) as above,
        coalesce(sum(stored) filter (where coalesce(file_amount, 0) = 0), 0) as stored,
        case
            when coalesce(sum(abs(file_amount)), 0) > 0 then 0
            when min(gross) = max(gross) then max(gross)
            else coalesce(sum(gross), 0)
        end as due
    from judged
    where verdict not in ('skip:total', 'skip:header', 'skip:note')
    group by coalesce(marks, ''), bill_no, day, case when bill_no is null then line_no end
)

select
    text,
    cast(sum(lines) as bigint) as lines,
    sum(amount) as amount,
    cast(sum(above) as bigint) as above,
    sum(stored) as stored,
    sum(due) as due
from bills
group by text
order by lines desc, text
