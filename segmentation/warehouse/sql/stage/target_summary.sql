-- One row per verdict on the lines of a file of targets
-- uses: stage/judged_targets
select
    verdict,
    count(*) as lines
from judged_targets
group by verdict
