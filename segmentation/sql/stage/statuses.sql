-- One row per value of the status column, most frequent first
-- uses: stage/judged
select
    coalesce(status, '') as status,
    count(*) as lines,
    sum(amount) as amount
from judged
where verdict in ('ok', 'skip:status')
group by coalesce(status, '')
order by lines desc, status
