-- One row per verdict on the lines of a file of ratings
-- uses: stage/judged_ratings
select
    line_verdict as verdict,
    count(distinct line_no) as lines
from judged_ratings
group by line_verdict
