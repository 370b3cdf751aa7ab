-- One row per file: its accepted lines with a time of day, and those between midnight and six
-- uses: stage/judged
select
    count(clock) as clocked,
    count(*) filter (where hour(clock) < 6) as lines,
    coalesce(cast(sum(amount) filter (where hour(clock) < 6) as decimal(18, 2)), 0) as amount,
    max(clock) filter (where hour(clock) < 6) as latest
from judged
where verdict = 'ok'
