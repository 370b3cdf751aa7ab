-- One row per verdict on the lines of a file of stock
-- uses: stage/judged_stock
select
    verdict,
    count(*) as lines,
    sum(amount) as amount,
    min(month) as first_day,
    max(month) as last_day,
    count(*) filter (where place > 1) as several_places
from judged_stock
group by verdict
