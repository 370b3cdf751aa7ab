-- One row per line of a bill file, with its place among the lines of its bill, those that count first; a line without a number stands alone
-- A dish that was sent back may be the first line of its bill, and the bill's total must not go with it.
select
    lines.*,
    case
        when lines.bill_no is null then 1
        else row_number() over (
            partition by lines.bill_no, coalesce(cast(lines.day as varchar), lines.date_text)
            order by
                case coalesce(marked.value, 'sale')
                    when 'sale' then 0
                    when 'ask' then 1
                    else 2
                end,
                lines.row_no
        )
    end as place
from lines
left join marked on lines.marks = marked.text
