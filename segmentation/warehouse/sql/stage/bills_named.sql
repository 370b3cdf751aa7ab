-- One row per file: its accepted lines with a bill number, and at the least how many different bills they name
-- two bills may share a hash, so that one counts too few, but one bill never counts twice
-- uses: stage/judged
select
    count(*) as lines,
    count(distinct hash(bill_no, day, customer_key)) as bills
from judged
where verdict = 'ok' and bill_no is not null
