-- One row per customer key, phone and name in the accepted lines of a profile file
-- uses: stage/judged_profiles
create or replace temp table who as
select distinct
    customer_key,
    phone,
    name
from judged_profiles
where verdict = 'ok'
