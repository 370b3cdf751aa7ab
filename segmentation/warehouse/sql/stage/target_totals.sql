-- One row per file of targets: what lands of it, and of when
-- uses: stage/judged_targets
select
    count(*) as rows_planned,
    count(distinct manager) as managers,
    min(month) as first_month,
    max(month) as last_month
from judged_targets
where verdict = 'ok'
