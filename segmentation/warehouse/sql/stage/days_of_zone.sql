-- One row per file: its accepted lines that would lie on another day by the clock of the zone $written, and what they come to
-- uses: stage/judged
select
    count(*) as lines,
    coalesce(cast(sum(amount) as decimal(18, 2)), 0) as amount
from judged
where
    verdict = 'ok'
    and day_read is not null
    and clock is not null
    and cast(timezone($written, timezone($zone, day_read + clock)) as date) <> day_read
