-- One row per combination of values: its lines, and those whose bill number stands on a line with other values too
-- uses: stage/judged
with

counted as (
    select coalesce(marks, '') as text, bill_no
    from judged
    where verdict not in ('skip:total', 'skip:header', 'skip:note')
),

shared as (
    select bill_no
    from counted
    where bill_no is not null
    group by bill_no
    having count(distinct text) > 1
)

select
    text,
    count(*) as lines,
    count(*) filter (where bill_no in (select bill_no from shared)) as beside
from counted
group by text
