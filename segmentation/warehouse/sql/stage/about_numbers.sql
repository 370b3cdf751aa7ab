-- One row per file: how many different bill numbers its accepted lines carry, give or take a few per cent
-- uses: stage/judged
select approx_count_distinct(bill_no) as numbers
from judged
where verdict = 'ok'
