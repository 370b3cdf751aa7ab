-- One row per file of lines: bills of several dishes, and those whose amount stands on one of their lines alone, the others blank
-- Reads unpriced_lines (line_no): lines whose amount is blank, as their bill says it elsewhere.
-- uses: stage/judged
with bills as (
    select
        count(*) filter (where unpriced_lines.line_no is null) as priced
    from judged
    left join unpriced_lines on unpriced_lines.line_no = judged.line_no
    where judged.verdict = 'ok' and trim(judged.product) <> ''
    group by coalesce(judged.bill_no, cast(judged.bills_line as varchar)), judged.day, coalesce(judged.bills_line, 0)
    having count(*) > 1 and coalesce(any_value(judged.bill_no), cast(any_value(judged.bills_line) as varchar)) is not null
)

select
    count(*) as several,
    count(*) filter (where priced = 1) as once
from bills
