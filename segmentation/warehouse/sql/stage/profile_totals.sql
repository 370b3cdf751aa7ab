-- One row per profile file: the lines of which something lands, and their customers
-- uses: stage/judged_profiles
select
    count(*) as lines,
    count(distinct customer_key) as customers
from judged_profiles
where lands
