-- One row per combination of values that say how a line counts, over all lines that are no total and no note
-- A line without a day, an amount and a number is no bill, whatever it leaves blank.
-- uses: stage/judged
select
    coalesce(marks, '') as text,
    count(*) as lines,
    sum(file_amount) as amount,
    count(*) filter (where file_amount > 0) as above,
    coalesce(sum(stored) filter (where coalesce(file_amount, 0) = 0), 0) as stored,
    coalesce(sum(gross) filter (where coalesce(file_amount, 0) = 0), 0) as due
from judged
where
    verdict not in ('skip:total', 'skip:header', 'skip:note')
    and not (verdict = 'reject:date_missing' and bill_no is null and file_amount is null and amount_text is null)
group by coalesce(marks, '')
order by lines desc, text
