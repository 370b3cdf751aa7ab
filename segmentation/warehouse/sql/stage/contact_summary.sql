-- One row per verdict on the lines of a log of contacts
-- uses: stage/judged_contacts
select
    verdict,
    count(*) as lines
from judged_contacts
group by verdict
