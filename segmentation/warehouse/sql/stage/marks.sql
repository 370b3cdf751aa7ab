-- One row per combination of values that say how a line counts, over all lines that are no total and no note
-- uses: stage/judged
select
    coalesce(marks, '') as text,
    count(*) as lines,
    sum(file_amount) as amount,
    count(*) filter (where file_amount > 0) as above,
    coalesce(sum(stored) filter (where coalesce(file_amount, 0) = 0), 0) as stored,
    coalesce(sum(gross) filter (where coalesce(file_amount, 0) = 0), 0) as due
from judged
where verdict not in ('skip:total', 'skip:header', 'skip:note')
group by coalesce(marks, '')
order by lines desc, text
