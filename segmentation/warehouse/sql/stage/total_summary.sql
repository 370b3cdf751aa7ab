-- One row per verdict on the lines of a file of monthly totals
-- uses: stage/judged_totals
select
    verdict,
    count(*) as lines,
    sum(total) as amount,
    min(month) as first_day,
    max(month) as last_day,
    count(*) filter (where month > $latest) as future_months
from judged_totals
group by verdict
