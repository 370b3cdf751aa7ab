-- One row per day: what the lines come to of which nobody has said yet what they mean
-- uses: stage/judged
select
    day,
    sum(file_amount) as amount
from judged
where verdict = 'skip:ask'
group by day
