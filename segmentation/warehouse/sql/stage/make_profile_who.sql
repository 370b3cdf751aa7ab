-- One row per customer key, phone and name in the lines of a profile file that land
-- uses: stage/judged_profiles
create or replace temp table who as
select distinct
    customer_key,
    phone,
    name
from judged_profiles
where lands
