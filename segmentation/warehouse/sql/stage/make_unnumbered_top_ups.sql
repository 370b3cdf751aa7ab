-- One row per top-up of the file without a number
-- uses: stage/judged
create or replace temp table unnumbered as
select day as bill_date, amount
from judged
where verdict = 'top_up' and bill_no is null
