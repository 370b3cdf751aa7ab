-- One row per sheet of a workbook whose sheets are read together: its accepted lines, how many name a bill or a customer, what they
-- come to, its last line, and whether that names neither
-- uses: stage/judged
select
    cast(line_no // 10000000 as integer) as sheet,
    count(*) as lines,
    count(bill_no) as numbered,
    count(customer_key) as named,
    sum(amount) as amount,
    max(line_no) as last_line,
    arg_max(amount, line_no) as last_amount,
    arg_max(bill_no is null and customer_key is null, line_no) as is_last_bare
from judged
where verdict = 'ok'
group by sheet
